/** Fills `dist/` with what AWS Lambda runs, and gives the tables that `serverless.yml` takes. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { settings } from '#lib/config/config.ts';
import { ROOT } from '#lib/config/root.ts';
import { listFunctions, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { bundle, type Output } from './bundle.ts';
import { environmentOf, type FunctionTable, functionTable, outputOf } from './functions.ts';
import { readDeploySettings } from './settings.ts';
import { chosenFrom } from './surfaces.ts';

const DIST = join(ROOT, 'dist');

/** Files are written here first. */
const TEMPORARY = join(DIST, 'tmp');

/** Documents that functions serve as they are, besides those that stand beside the functions. */
const DOCUMENTS = ['socket.yml'];

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
 * @param variables the settings; functions get those that they read
 */
export async function build(variables: NodeJS.ProcessEnv = process.env): Promise<Build> {
  const started = performance.now();
  const chosen = readDeploySettings(variables);
  // Where all are chosen, bundling needs not wait until all are imported, and both take long.
  const bundled = chosen.SURFACES === undefined ? bundleFiles(await listFunctions()) : undefined;
  const [all, early] = await Promise.all([readCatalogue(), bundled]);
  const entries = chosenFrom(all, chosen);
  const code = early ?? (await bundleFiles(entries.map(({ file }) => file)));
  await fill(new Map([...code, ...(await readDocuments())]));
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

/** Documents keep their places, so that a function finds its own the same way before and after a build. */
async function readDocuments(): Promise<[name: string, contents: Uint8Array][]> {
  const files = await readdir(join(ROOT, 'functions'), { recursive: true });
  const beside = files
    .filter((name) => /\.(json|png|raml|ya?ml)$/.test(name))
    .map((name) => join('functions', name));
  return Promise.all([...DOCUMENTS, ...beside].map(async (name) => [name, await readFile(join(ROOT, name))]));
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
