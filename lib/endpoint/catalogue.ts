/**
 * The list of all endpoints, read from the file names: `functions/<surface>/<public name>.ts`. Used by the build, the
 * manifests, the documentation and the tests, but by no function.
 */
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Endpoint, Handler } from './endpoint.ts';
import { routesOf } from './routes.ts';

/** An endpoint in the catalogue. */
export interface Entry {
  /** The public name: the file's name, with its folders below that of the surface. */
  readonly name: string;
  /** The file, relative to the project's root, e.g. `functions/socket/create-card.ts`. */
  readonly file: string;
  readonly method: string;
  /** The path, e.g. `/stripe/create-card`; `$default` receives all other requests. */
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly handler: Handler;
}

const ROOT = new URL('../../', import.meta.url);

/** The files in `functions/`, relative to the project's root, sorted by path. */
export async function listFunctions(): Promise<string[]> {
  const files = await readdir(new URL('functions/', ROOT), { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join('functions', file));
}

/**
 * Imports all files in `functions/`, sorted by path.
 * @throws {Error} naming both files if two have the same route, or the file that exports no endpoint
 */
export async function readCatalogue(): Promise<Entry[]> {
  const entries = await Promise.all((await listFunctions()).map(entryOf));
  const routes = new Map<string, string>();
  for (const { method, path, file } of entries) {
    const route = `${method} ${path}`;
    if (routes.has(route)) {
      throw new Error(`${routes.get(route)} and ${file} both claim ${route}.`);
    }
    routes.set(route, file);
  }
  for (const [index, { siblingMethods }] of routesOf(entries).entries()) {
    entries[index]!.handler.siblingMethods = siblingMethods;
  }
  return entries;
}

async function entryOf(file: string): Promise<Entry> {
  const { handler } = (await import(new URL(file, ROOT).href)) as { handler?: Handler };
  if (handler?.endpoint === undefined) {
    throw new Error(`${file} exports no handler made by a surface.`);
  }
  const [, ...below] = file.replace(/\.ts$/, '').split(sep);
  const name = below.length > 1 ? below.slice(1).join('/') : below[0]!;
  return {
    name,
    file,
    method: handler.endpoint.method,
    path: handler.endpoint.path(name),
    endpoint: handler.endpoint,
    handler,
  };
}
