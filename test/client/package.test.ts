/** The package: its files, its types, plain JavaScript on the versions of Node.js that are here, and its size. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { ROOT } from '#lib/config/root.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { Blocks, Cards, Connector, Sockets } from '../../client/src/index.js';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { clientProject, execute } from './package.ts';

testSandbox();
const api = testApi();
const project = clientProject();
let catalogue: Entry[];
beforeAll(async () => {
  catalogue = await readCatalogue();
});

test('the package holds code, types, a README and a licence, and needs nothing', async () => {
  const names = ['blocks', 'cards', 'connector', 'sockets'].flatMap((name) => [
    `generated/${name}.d.ts`,
    `generated/${name}.js`,
  ]);
  const sources = [
    'client.js',
    'error.js',
    'index.d.ts',
    'index.js',
    'pages.js',
    'protocols.js',
    'types.d.ts',
  ];
  expect(project.files).toEqual(
    [
      ...names,
      'generated/objects.d.ts',
      ...sources.map((name) => `src/${name}`),
      'LICENSE',
      'package.json',
      'README.md',
    ].sort(),
  );
  const about = JSON.parse(
    await readFile(join(project.folder, 'node_modules/stripe-socket-client/package.json'), 'utf8'),
  );
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(about).toMatchObject({ version, license: 'MIT', sideEffects: false, engines: { node: '>=18' } });
  expect(about).not.toHaveProperty('dependencies');
});

test.each([
  ['socket', Sockets],
  ['block', Blocks],
  ['card', Cards],
  ['connector', Connector],
])('there is a method for each endpoint: %s', (surface, { prototype }) => {
  const expected = catalogue
    .filter(({ endpoint }) => endpoint.surface === surface)
    .filter(({ endpoint }) => endpoint.operation !== undefined || surface === 'card')
    .map(({ name: endpoint }) => endpoint.replaceAll('-', '').toLowerCase());
  const methods = Object.keys(prototype);
  expect(methods.map((method) => method.toLowerCase()).sort()).toEqual(expected.sort());
  expect(methods.every((method) => /^[a-z]\w+$/.test(method))).toBe(true);
});

describe('types', () => {
  test('accept what is right and reject what is not, and are right themselves', async () => {
    await project.copy('types.ts');
    expect(await project.compile()).toBe('');
  });

  test('are found by bundlers', async () => {
    await project.copy('types.ts');
    expect(await project.compile({ module: 'esnext', moduleResolution: 'bundler' })).toBe('');
  });

  test('of each surface can be imported alone', async () => {
    const file = join(project.folder, 'modules.ts');
    await writeFile(
      file,
      `import { Blocks, type CreateChargeArguments } from 'stripe-socket-client/blocks';
import { type BillingCard, Cards } from 'stripe-socket-client/cards';
import { Connector, type CustomerResponse } from 'stripe-socket-client/connector';
import type { Charge } from 'stripe-socket-client/objects';
import { Sockets } from 'stripe-socket-client/sockets';
export const all: [CreateChargeArguments, BillingCard, CustomerResponse, Charge][] = [];
export const classes = [Blocks, Cards, Connector, Sockets];
`,
    );
    expect(await project.compile()).toBe('');
  });
});

/** Node.js as it is installed on this machine, and other runtimes that CLIENT_RUNTIMES names, as `bun,deno run -A`. */
const RUNTIMES = [...new Set(['/usr/bin/node', '/usr/local/bin/node', process.execPath])].filter(existsSync);
const OTHERS = (process.env['CLIENT_RUNTIMES'] ?? '').split(',').filter((command) => command !== '');

test.each([...RUNTIMES, ...OTHERS])('plain JavaScript runs in %s', async (command) => {
  const file = await project.copy('plain.mjs');
  const [runtime = '', ...options] = command.split(' ');
  const { stdout } = await execute(runtime, [...options, file, api.url, testKey()], { cwd: project.folder });
  expect(JSON.parse(stdout)).toEqual({
    node: expect.any(String),
    isListed: true,
    error: [true, 400, 'amount', 'parameter_missing'],
    aborted: 'AbortError',
  });
});

describe('a bundle', () => {
  const bundle = async (code: string) => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: project.folder },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]!.text;
  };

  test.each([
    ['Sockets', 2_800],
    ['Blocks', 3_600],
  ])('of %s has at most %d bytes when it is compressed', async (name, most) => {
    const code = await bundle(`export { ${name} } from 'stripe-socket-client';`);
    expect(gzipSync(code, { level: 9 }).byteLength).toBeLessThan(most);
  });

  test('holds no other surface', async () => {
    const code = await bundle(`export { Sockets } from 'stripe-socket-client';`);
    expect(code).not.toMatch(/contextWrites|x-api-key|getChargesList/);
  });
});
