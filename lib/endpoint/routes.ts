/** Maps endpoints to routes, for AWS and for this project's own server. */
import type { Endpoint } from './endpoint.ts';
import { fallbackOf, siblingMethodsOf } from './methods.ts';

/** The path of the route for requests that match no other route. */
export const DEFAULT_ROUTE = '$default';

/** A route in the format of API Gateway. */
export interface Route {
  /** `*` for any method. */
  readonly method: string;
  /** The path with parameters in braces, e.g. `/v1/charges/{charge}`; or {@link DEFAULT_ROUTE}. */
  readonly path: string;
  /** The function's file, relative to the project's root. */
  readonly file: string;
  /**
   * The methods of the other routes at this path, if this route handles all remaining methods; see
   * `Handler.siblingMethods`.
   */
  readonly siblingMethods: readonly string[];
}

/** The properties of an endpoint that determine its route; see `Entry` of the catalogue. */
interface Served {
  readonly file: string;
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
}

/**
 * Returns the routes of some endpoints. An endpoint that has its path to itself receives all methods, so that it can
 * reject the wrong ones and name the right one. If several endpoints share a path, the one with the most other
 * methods receives the remaining ones.
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
