/** Finds the route of a request like an HTTP API of API Gateway. */
import { DEFAULT_ROUTE, type Route } from '#lib/endpoint/routes.ts';

/** A route and its path parameters. */
export interface Match {
  readonly route: Route;
  /** The decoded values; undefined if the route has no path parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** Finds the route of a request by its method and its path as the caller sent it, without the query. */
export type Router = (method: string, path: string) => Match;

/** The routes of a path by method. */
type Methods = Map<string, Route>;

interface Template {
  readonly parts: readonly Part[];
  readonly methods: Methods;
}

type Part = { readonly fixed: string } | { readonly name: string };

/**
 * Creates a router. Paths without parameters take precedence over paths with parameters, routes for one method over
 * routes for any method, and all other routes over the default route.
 * @throws {Error} if there is no default route
 */
export function routerOf(routes: readonly Route[]): Router {
  const paths = new Map<string, Methods>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map();
    paths.set(route.path, methods.set(route.method, route));
  }
  const fallback = paths.get(DEFAULT_ROUTE)?.get('*');
  if (fallback === undefined) {
    throw new Error(`The route ${DEFAULT_ROUTE} is missing.`);
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

/**
 * Moves the paths with parameters out of the map of fixed paths. Those whose fixed parts come first take precedence.
 */
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

/** Returns a number whose binary digits are 1 where a part is a parameter. */
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

/** Decodes a value; an invalid percent encoding stays as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
