/**
 * Caches what a command needs at startup and takes long to create, in `node_modules/.cache`, until a source file
 * changes. The cache can be deleted at any time; the next start then takes a second longer.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '#lib/config/root.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import { type Functions, functionsIn } from '#lib/server/functions.ts';

/** The cache folder, which Node.js also uses for compiled code. */
const CACHE = join(ROOT, 'node_modules/.cache/stripe-socket');

/** The sources of the cached files. */
const SOURCES = ['functions', 'lib', 'sandbox', 'package-lock.json'];

/** Returns the functions in the source tree. Each is loaded on its first call. */
export async function sourceFunctions(): Promise<Functions> {
  const file = await prepared('routes', 'json', async () => {
    const [{ readCatalogue }, { routesOf }] = await Promise.all([
      import('#lib/endpoint/catalogue.ts'),
      import('#lib/endpoint/routes.ts'),
    ]);
    return JSON.stringify(routesOf(await readCatalogue()));
  });
  const routes = JSON.parse(await readFile(file, 'utf8')) as readonly Route[];
  return functionsIn(pathToFileURL(ROOT), routes);
}

/** Loads a bundle of the sandbox, because loading its five hundred modules separately takes half a second. */
export async function loadSandbox(): Promise<typeof import('./embedded-sandbox.ts')> {
  const file = await prepared('sandbox', 'mjs', async () => {
    const { bundlePrograms } = await import('#lib/deploy/bundle-programs.ts');
    const [[, contents]] = (await bundlePrograms(ROOT, [
      { in: 'lib/cli/embedded-sandbox.ts', out: 'embedded-sandbox' },
    ])) as [[string, Uint8Array]];
    return contents;
  });
  return import(pathToFileURL(file).href);
}

/**
 * Returns a file that was created from the current sources, and creates it if necessary. Concurrent processes may
 * each create it, but none sees an incomplete file.
 */
async function prepared(
  name: string,
  extension: string,
  make: () => Promise<string | Uint8Array>,
): Promise<string> {
  const current = `${name}-${stateOfSources()}.${extension}`;
  const path = join(CACHE, current);
  if (existsSync(path)) {
    return path;
  }
  const contents = await make();
  try {
    await mkdir(CACHE, { recursive: true });
    await replace(path, contents);
    const old = (await readdir(CACHE)).filter((file) => file.startsWith(`${name}-`) && file !== current);
    await Promise.all(old.map((file) => rm(join(CACHE, file), { force: true })));
    return path;
  } catch (error) {
    if (!UNWRITABLE.includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
    return writeForThisProcess(current, contents);
  }
}

/** If the packages belong to another user or the disk is read-only, every start creates the file again. */
const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS'];

async function replace(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = join(CACHE, `${randomUUID()}.tmp`);
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

async function writeForThisProcess(name: string, contents: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-socket-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, contents);
  return path;
}

let state: string | undefined;

/** Returns a fingerprint of the sources: their names, sizes and modification times. */
function stateOfSources(): string {
  if (state === undefined) {
    const lines: string[] = [];
    for (const source of SOURCES) {
      noteStateOf(join(ROOT, source), lines);
    }
    state = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
  }
  return state;
}

function noteStateOf(path: string, lines: string[]): void {
  const found = statSync(path);
  if (found.isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      noteStateOf(`${path}/${name}`, lines);
    }
  } else {
    lines.push(`${path} ${found.size} ${found.mtimeMs}`);
  }
}
