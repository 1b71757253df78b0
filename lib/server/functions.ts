/** Finds the functions that the server calls and their routes, in the sources or in a build. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import type { Load } from './call.ts';

/** Functions and their routes. */
export interface Functions {
  readonly routes: readonly Route[];
  readonly load: Load;
}

/** The file with the routes in a build. */
export const ROUTES_FILE = 'routes.json';

/** Returns the functions for some routes, whose files are in a folder. */
export function functionsIn(folder: URL, routes: readonly Route[]): Functions {
  return {
    routes,
    load: (file) => import(new URL(file, folder).href) as Promise<{ readonly handler: Handler }>,
  };
}

/**
 * Returns the functions of a build.
 * @param folder the folder of the build, e.g. `dist/`
 */
export async function builtFunctions(folder: URL): Promise<Functions> {
  const routes = JSON.parse(await readFile(new URL(ROUTES_FILE, folder), 'utf8')) as readonly Route[];
  return functionsIn(folder, routes);
}
