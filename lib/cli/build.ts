/** Bundles every function for AWS Lambda, and writes the tables that `serverless.yml` reads. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import * as v from 'valibot';
import { type Entry, readCatalogue } from '#lib/catalogue.ts';
import { settings } from '#lib/config.ts';
import { command } from './command.ts';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const DIST = join(ROOT, 'dist');

/** Files are written here first. */
const TEMPORARY = join(DIST, 'tmp');

/** Documents that functions serve as they are, besides those that stand beside the functions. */
const DOCUMENTS = ['socket.yml'];

/** What a build made. */
export interface Build {
  readonly functions: number;
  /** All code together, in bytes. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Fills `dist/` with the functions and their tables. What an earlier build left is removed, and files that stay the
 * same are not touched, so a service that runs from them goes on.
 */
export async function build(): Promise<Build> {
  const started = performance.now();
  const entries = await readCatalogue();
  const code = await bundle(entries);
  await fill(
    new Map<string, Uint8Array | string>([
      ...code,
      ...(await readDocuments()),
      ['functions.json', json(functionTable(entries))],
      ['environment.json', json(environment(settings))],
    ]),
  );
  return {
    functions: entries.length,
    bytes: code.reduce((sum, [, { byteLength }]) => sum + byteLength, 0),
    milliseconds: Math.round(performance.now() - started),
  };
}

/** Documents keep their places, so that a function finds its own the same way before and after a build. */
async function readDocuments(): Promise<[name: string, contents: Uint8Array][]> {
  const files = await readdir(join(ROOT, 'functions'), { recursive: true });
  const beside = files.filter((name) => /\.(json|ya?ml)$/.test(name)).map((name) => join('functions', name));
  return Promise.all([...DOCUMENTS, ...beside].map(async (name) => [name, await readFile(join(ROOT, name))]));
}

/**
 * Bundles all functions at once: what several need is in files that they share. Names are kept, so that the stack of
 * a defect can be read.
 */
async function bundle(entries: readonly Entry[]): Promise<[name: string, contents: Uint8Array][]> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: entries.map(({ file }) => ({ in: file, out: join('functions', outputOf(file)) })),
    outdir: DIST,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'functions/shared/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    plugins: [builtins],
    write: false,
    logLevel: 'silent',
  });
  await esbuild.stop();
  return outputFiles.map(({ path, contents }) => [relative(DIST, path), contents]);
}

/** The whole of a builtin module is evaluated where it is imported, half of Node with it; only what is used, here. */
const builtins: esbuild.Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path }) =>
      process.getBuiltinModule(path) === undefined ? undefined : { path, namespace: 'builtin' },
    );
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** A function's file without its extension, from `functions/`; AWS Lambda takes what follows a dot for an export. */
function outputOf(file: string): string {
  return relative('functions', file)
    .replace(/\.ts$/, '')
    .split('/')
    .map((part) => part.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-|-$/g, ''))
    .join('/');
}

/**
 * The functions as `serverless.yml` takes them. Of a path that has one function, it gets all methods, so that it refuses
 * the others itself and says which one is right; of several, the first that answers to other methods gets the others.
 * @throws {Error} when two functions would have one name
 */
function functionTable(entries: readonly Entry[]): Record<string, object> {
  const getsOthers = new Map<string, Entry | undefined>();
  for (const entry of entries) {
    const { path } = entry;
    const sharing = entries.filter((other) => other.path === path);
    const first = sharing.find(({ endpoint }) => endpoint.otherMethods !== undefined);
    getsOthers.set(path, sharing.length === 1 ? entry : first);
  }
  const table: Record<string, object> = {};
  for (const entry of entries) {
    const { file, method, path, endpoint } = entry;
    const output = outputOf(file);
    const key = output.replaceAll('/', '-');
    if (key in table) {
      throw new Error(`${file} would have the same name as another function: ${key}.`);
    }
    const route = path === '$default' ? '*' : { method: getsOthers.get(path) === entry ? '*' : method, path };
    table[key] = {
      handler: `dist/functions/${output}.handler`,
      description: endpoint.description.slice(0, 256),
      events: [{ httpApi: route }],
      ...(endpoint.settings && { environment: environment(endpoint.settings) }),
      ...(endpoint.role !== undefined && { role: endpoint.role }),
    };
  }
  return table;
}

/** The environment of functions: that of whoever deploys or starts them, as far as they read it. */
function environment(read: Readonly<Record<string, v.GenericSchema>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(read).map(([name, setting]) => {
      const { deployed = "''" } = v.getMetadata(setting) as { deployed?: string };
      return [name, `\${env:${name}, ${deployed}}`];
    }),
  );
}

/** Makes `dist/` hold these files and no others. */
async function fill(files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  await mkdir(TEMPORARY, { recursive: true });
  const present = await readdir(DIST, { recursive: true, withFileTypes: true });
  const left = present
    .filter((file) => !file.isDirectory() && file.parentPath !== TEMPORARY)
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => !files.has(relative(DIST, path)));
  await Promise.all(left.map((path) => rm(path, { force: true })));
  await Promise.all([...files].map(([name, contents]) => replace(join(DIST, name), Buffer.from(contents))));
}

/** Writes a file unless it has these contents; a reader sees the old one or the new one, never a part. */
async function replace(path: string, contents: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (existsSync(path) && contents.equals(await readFile(path))) {
    return;
  }
  const temporary = join(TEMPORARY, randomUUID());
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

if (import.meta.main) {
  await command({ usage: 'npm run build\n\nBundles the functions into dist/.' }, async () => {
    const { functions, bytes, milliseconds } = await build();
    console.log(
      `Built ${functions} functions (${Math.round(bytes / 1024)} KiB) into dist/functions in ${milliseconds} ms; serverless.yml finds them by dist/functions.json.`,
    );
  });
}
