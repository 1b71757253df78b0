/**
 * What a start needs and would take long to make: it is made once, and kept in `node_modules/.cache` until a source
 * changes. Nothing there is needed to keep; whoever removes it waits a second longer at the next start.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '#lib/config/root.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import { type Functions, functionsIn } from '#lib/server/functions.ts';

/** Where it is kept, and where Node.js keeps what it compiled. */
const CACHE = join(ROOT, 'node_modules/.cache/stripe-socket');

/** What it is made of. */
const SOURCES = ['functions', 'lib', 'sandbox', 'package-lock.json'];

/** Gives the functions as their sources stand, each loaded when it is first called. */
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

/** Loads the sandbox, bundled: its five hundred modules, one by one, take half a second. */
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
 * Gives a file that is made of the sources as they are, and makes it where there is none. Processes that start at once
 * may each make one; all find it whole.
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
  await mkdir(CACHE, { recursive: true });
  const temporary = join(CACHE, `${randomUUID()}.tmp`);
  await writeFile(temporary, contents);
  await rename(temporary, path);
  const old = (await readdir(CACHE)).filter((file) => file.startsWith(`${name}-`) && file !== current);
  await Promise.all(old.map((file) => rm(join(CACHE, file), { force: true })));
  return path;
}

let state: string | undefined;

/** What tells the sources of now from any others: their names, sizes and times of change. */
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
