/** Where the functions are that the server calls, and at which routes: in the sources, or in what was built of them. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import type { Load } from './call.ts';

/** Functions that can be served. */
export interface Functions {
  readonly routes: readonly Route[];
  readonly load: Load;
}

/** The file of a build that has its routes. */
export const ROUTES_FILE = 'routes.json';

/** Functions at known routes, in a folder that the routes' files are in. */
export function functionsIn(folder: URL, routes: readonly Route[]): Functions {
  return {
    routes,
    load: (file) => import(new URL(file, folder).href) as Promise<{ readonly handler: Handler }>,
  };
}

/**
 * Finds what a build made.
 * @param folder the build's, e.g. `dist/`
 */
export async function builtFunctions(folder: URL): Promise<Functions> {
  const routes = JSON.parse(await readFile(new URL(ROUTES_FILE, folder), 'utf8')) as readonly Route[];
  return functionsIn(folder, routes);
}
