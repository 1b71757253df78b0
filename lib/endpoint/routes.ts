/** Which endpoint answers which requests: the same routes on AWS and behind this project's own server. */
import type { Endpoint } from './endpoint.ts';
import { fallbackOf, siblingMethodsOf } from './methods.ts';

/** The path of the route that takes what no other does. */
export const DEFAULT_ROUTE = '$default';

/** A route, as API Gateway has it. */
export interface Route {
  /** `*` for any method. */
  readonly method: string;
  /** With names in braces, e.g. `/v1/charges/{charge}`; or {@link DEFAULT_ROUTE}. */
  readonly path: string;
  /** The function's file, from the project's root. */
  readonly file: string;
  /** The methods of other routes at the same path, where this one takes the rest; see `Handler.siblingMethods`. */
  readonly siblingMethods: readonly string[];
}

/** What is known of an endpoint that is to be routed to; see `Entry` of the catalogue. */
interface Served {
  readonly file: string;
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
}

/**
 * Gives the route of each endpoint. Where one endpoint has a path, it takes all methods, so that it rejects the wrong
 * ones itself and names the right one. Of several, the one that answers to most other methods takes the rest.
 */
export function routesOf(entries: readonly Served[]): Route[] {
  const byPath = Map.groupBy(entries, ({ path }) => path);
  return entries.map((entry) => {
    const { file, method, path } = entry;
    const sharing = byPath.get(path)!;
    const isFallback = fallbackOf(sharing) === entry;
    return {
      method: isFallback ? '*' : method,
      path,
      file,
      siblingMethods: isFallback ? siblingMethodsOf(entry, sharing) : [],
    };
  });
}
