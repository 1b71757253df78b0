/**
 * Builds `dist/` with the code for AWS Lambda and for other servers, and returns the tables that `serverless.yml`
 * needs.
 */
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
import { chosenFrom, isReference } from './surfaces.ts';

const DIST = join(ROOT, 'dist');

/** Files are written here before they are moved. */
const TEMPORARY = join(DIST, 'tmp');

/** The programs for use outside AWS: the server for the functions, and the sandbox in place of Stripe. */
const PROGRAMS = [
  { in: 'lib/cli/serve.ts', out: 'server' },
  { in: 'lib/cli/sandbox.ts', out: 'sandbox' },
];

/** The result of a build. */
export interface Build {
  /** The functions by name. */
  readonly functions: FunctionTable;
  /** The environment variables that all functions read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The total size of the code, in bytes. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Bundles the functions of the selected surfaces. Removes files of earlier builds, and leaves unchanged files alone,
 * so that a running service keeps working.
 * @param variables the settings; functions get those that they read
 */
export async function build(variables: NodeJS.ProcessEnv = process.env): Promise<Build> {
  const started = performance.now();
  const chosen = readDeploySettings(variables);
  // The thread that generates the documents reads these variables.
  process.env['SURFACES'] = variables['SURFACES'] ?? '';
  process.env['REFERENCE'] = String(chosen.REFERENCE);
  // If all surfaces are deployed, bundling can start before the catalogue is imported; both take long.
  const files = (await listFunctions()).filter((file) => chosen.REFERENCE || !isReference(file));
  const bundled = chosen.SURFACES === undefined ? bundleFiles(files) : undefined;
  const [all, early] = await Promise.all([readCatalogue(), bundled]);
  const entries = chosenFrom(all, chosen);
  // Each bundling stops esbuild when it finishes, so the programs must wait for the functions.
  const bundling = early ?? bundleFiles(entries.map(({ file }) => file));
  const [code, documents] = await Promise.all([bundling, readDocuments(entries)]);
  const programs = await bundlePrograms(ROOT, PROGRAMS);
  await fill(new Map([...code, ...programs, [ROUTES_FILE, routesFile(entries)], ...documents]));
  return {
    functions: functionTable(entries, variables),
    environment: environmentOf(settings, variables),
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

/** Creates the file with the routes, which refer to the built files. */
function routesFile(entries: readonly Entry[]): Uint8Array {
  const routes = routesOf(entries).map((route) => ({
    ...route,
    file: `functions/${outputOf(route.file)}.mjs`,
  }));
  return Buffer.from(JSON.stringify(routes));
}

/**
 * Reads the documents that functions serve. They keep their paths in `dist/`, so that functions find them the same
 * way as in the source.
 */
function readDocuments(entries: readonly Entry[]): Promise<Output[]> {
  const files = entries.flatMap(({ endpoint: { document } }) => document ?? []);
  return Promise.all(
    files.map(async (file) => [relative(ROOT, fileURLToPath(file)), await readDocument(file)]),
  );
}

/** Makes `dist/` contain exactly these files. */
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

/**
 * Writes a file unless it already has these contents. The replacement is atomic: readers never see a partial file.
 */
async function replace(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (existsSync(path) && (await readFile(path)).equals(contents)) {
    return;
  }
  const temporary = join(TEMPORARY, randomUUID());
  await writeFile(temporary, contents);
  await rename(temporary, path);
}
