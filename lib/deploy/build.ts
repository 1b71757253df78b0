/** Fills `dist/` with what AWS Lambda runs, and what runs elsewhere, and gives the tables that `serverless.yml` takes. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from '#documents';
import { settings } from '#lib/config/config.ts';
import { ROOT } from '#lib/config/root.ts';
import { type Entry, listFunctions, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { routesOf } from '#lib/endpoint/routes.ts';
import { ROUTES_FILE } from '#lib/server/functions.ts';
import { bundle, type Output } from './bundle.ts';
import { bundlePrograms } from './bundle-programs.ts';
import { environmentOf, type FunctionTable, functionTable, outputOf } from './functions.ts';
import { readDeploySettings } from './settings.ts';
import { chosenFrom } from './surfaces.ts';

const DIST = join(ROOT, 'dist');

/** Files are written here first. */
const TEMPORARY = join(DIST, 'tmp');

/** What serves the functions outside AWS, and what stands in for Stripe there. */
const PROGRAMS = [
  { in: 'lib/cli/serve.ts', out: 'server' },
  { in: 'lib/cli/sandbox.ts', out: 'sandbox' },
];

/** What a build made. */
export interface Build {
  /** The functions, by their names. */
  readonly functions: FunctionTable;
  /** The variables that all functions read. */
  readonly environment: Readonly<Record<string, string>>;
  /** All code together, in bytes. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Bundles the functions of the surfaces that are chosen. What an earlier build left is removed, and files that stay the
 * same are not touched, so a service that runs from them goes on.
 */
export async function build(): Promise<Build> {
  const started = performance.now();
  // Where all are chosen, bundling needs not wait until all are imported, and both take long.
  const bundled =
    readDeploySettings().SURFACES === undefined ? bundleFiles(await listFunctions()) : undefined;
  const [all, early] = await Promise.all([readCatalogue(), bundled]);
  const entries = chosenFrom(all);
  const [code, documents, programs] = await Promise.all([
    early ?? bundleFiles(entries.map(({ file }) => file)),
    readDocuments(entries),
    bundlePrograms(ROOT, PROGRAMS),
  ]);
  await fill(new Map([...code, ...programs, [ROUTES_FILE, routesFile(entries)], ...documents]));
  return {
    functions: functionTable(entries),
    environment: environmentOf(settings),
    bytes: code.reduce((sum, [, { byteLength }]) => sum + byteLength, 0),
    milliseconds: Math.round(performance.now() - started),
  };
}

function bundleFiles(files: readonly string[]): Promise<Output[]> {
  return bundle(
    ROOT,
    files.map((file) => ({ in: file, out: join('functions', outputOf(file)) })),
  );
}

/** The routes, with the files that were built. */
function routesFile(entries: readonly Entry[]): Uint8Array {
  const routes = routesOf(entries).map((route) => ({
    ...route,
    file: `functions/${outputOf(route.file)}.mjs`,
  }));
  return Buffer.from(JSON.stringify(routes));
}

/** What functions serve. Documents have the same places in `dist/`, so that a function finds its own the same way. */
function readDocuments(entries: readonly Entry[]): Promise<Output[]> {
  const files = entries.flatMap(({ endpoint: { document } }) => document ?? []);
  return Promise.all(
    files.map(async (file) => [relative(ROOT, fileURLToPath(file)), await readDocument(file)]),
  );
}

/** Makes `dist/` hold these files and no others. */
async function fill(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(TEMPORARY, { recursive: true });
  const present = await readdir(DIST, { recursive: true, withFileTypes: true });
  const left = present
    .filter((file) => !file.isDirectory() && file.parentPath !== TEMPORARY)
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => !files.has(relative(DIST, path)));
  await Promise.all(left.map((path) => rm(path, { force: true })));
  await Promise.all([...files].map(([name, contents]) => replace(join(DIST, name), contents)));
}

/** Writes a file unless it has these contents; a reader sees the old one or the new one, never a part. */
async function replace(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (existsSync(path) && (await readFile(path)).equals(contents)) {
    return;
  }
  const temporary = join(TEMPORARY, randomUUID());
  await writeFile(temporary, contents);
  await rename(temporary, path);
}
