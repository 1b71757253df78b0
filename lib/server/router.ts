/** Finds the route of a request, as an HTTP API of API Gateway does. */
import { DEFAULT_ROUTE, type Route } from '#lib/endpoint/routes.ts';

/** A route, and what stands in the place of its names in braces. */
export interface Match {
  readonly route: Route;
  /** Decoded; none where the route has no names. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** Finds the route of a request by its method and its path as the caller wrote it, without a query. */
export type Router = (method: string, path: string) => Match;

/** The routes at one path, by their methods. */
type Methods = Map<string, Route>;

interface Template {
  readonly parts: readonly Part[];
  readonly methods: Methods;
}

type Part = { readonly fixed: string } | { readonly name: string };

/**
 * Makes a router. A path without names in braces is preferred to one with them, a route for the method to one for any,
 * and every other route to the default one.
 * @throws {Error} when there is no default route
 */
export function routerOf(routes: readonly Route[]): Router {
  const paths = new Map<string, Methods>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map();
    paths.set(route.path, methods.set(route.method, route));
  }
  const fallback = paths.get(DEFAULT_ROUTE)?.get('*');
  if (fallback === undefined) {
    throw new Error(`There is no route ${DEFAULT_ROUTE} for any method.`);
  }
  paths.delete(DEFAULT_ROUTE);
  const byLength = templatesOf(paths);
  return (method, path) => {
    const fixed = taken(paths.get(path), method);
    if (fixed !== undefined) {
      return { route: fixed, pathParameters: undefined };
    }
    const values = path.split('/');
    for (const { parts, methods } of byLength.get(values.length) ?? []) {
      const route = taken(methods, method);
      if (route !== undefined && fits(parts, values)) {
        return { route, pathParameters: parametersIn(parts, values) };
      }
    }
    return { route: fallback, pathParameters: undefined };
  };
}

/** Takes the paths with names out of those that are looked up as a whole; where a part is fixed earlier, it comes first. */
function templatesOf(paths: Map<string, Methods>): Map<number, Template[]> {
  const templates: Template[] = [];
  for (const [path, methods] of paths) {
    if (path.includes('{')) {
      paths.delete(path);
      templates.push({ parts: path.split('/').map(partOf), methods });
    }
  }
  templates.sort((one, other) => rank(one) - rank(other));
  return Map.groupBy(templates, ({ parts }) => parts.length);
}

function partOf(text: string): Part {
  const name = /^\{(\w+)\}$/.exec(text)?.[1];
  return name === undefined ? { fixed: text } : { name };
}

/** A number whose digits are 1 where a part is a name. */
function rank({ parts }: Template): number {
  return parts.reduce((sum, part) => sum * 2 + ('name' in part ? 1 : 0), 0);
}

function taken(methods: Methods | undefined, method: string): Route | undefined {
  return methods?.get(method) ?? methods?.get('*');
}

function fits(parts: readonly Part[], values: readonly string[]): boolean {
  return parts.every((part, index) => ('name' in part ? values[index] !== '' : part.fixed === values[index]));
}

function parametersIn(parts: readonly Part[], values: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    if ('name' in part) {
      parameters[part.name] = decoded(values[index]!);
    }
  }
  return parameters;
}

/** A value that is not percent-encoded right stays as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
