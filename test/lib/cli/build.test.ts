/** What `npm run build` makes can run by itself, and is what `serverless.yml` needs. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { settings } from '#lib/config/config.ts';
import { environmentOf, type FunctionTable, functionTable } from '#lib/deploy/functions.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { ROOT, run } from '../../helpers/command.ts';

const DIST = join(ROOT, 'dist');
const STRAY = join(DIST, 'functions/stray.mjs');

let table: FunctionTable;

beforeAll(async () => {
  await mkdir(dirname(STRAY), { recursive: true });
  await writeFile(STRAY, '');
  const { status, output } = await run('lib/cli/build.ts', [], { REFERENCE: 'true' });
  expect(output).toMatch(/^Built \d+ functions \(\d+ KiB\) into dist\/functions in \d+ ms\.\n$/);
  expect(status).toBe(0);
  table = functionTable(await readCatalogue());
});

test('what an earlier build left is gone', () => {
  expect(existsSync(STRAY)).toBe(false);
});

test('each endpoint is a function, at its path', async () => {
  const served = Object.values(table).map(({ events: [event] }) => event!.httpApi);
  const paths = served.map((route) => (typeof route === 'string' ? '$default' : route.path));
  expect(paths.sort()).toEqual((await readCatalogue()).map(({ path }) => path).sort());
});

test('the functions get the variables that they read', () => {
  expect(Object.keys(environmentOf(settings, {}))).toEqual(Object.keys(settings));
});

test('every function can be imported where there is nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-socket-'));
  await cp(DIST, join(folder, 'dist'), { recursive: true });
  const handlers = Object.values(table).map(({ handler }) => handler.replace(/\.handler$/, '.mjs'));
  const script = `for (const file of ${JSON.stringify(handlers)}) {
    const { handler } = await import('./' + file);
    if (typeof handler !== 'function') throw new Error(file + ' has no handler');
    console.log(file);
  }`;
  await writeFile(join(folder, 'all.mjs'), script);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['all.mjs'], { cwd: folder, env: {} });
    expect(stdout.trimEnd().split('\n')).toEqual(handlers);
  } finally {
    await rm(folder, { recursive: true });
  }
});
