/** The image that the Dockerfile describes, made step by step without Docker, and what compose.yaml starts of it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { takePort } from '#lib/cli/ports.ts';
import { ROOT, type Running, start } from '../../helpers/command.ts';
import { testKey } from '../../helpers/key.ts';
import { build, type Image } from './dockerfile.ts';

/** What is used of a service of compose.yaml. */
interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly ports?: readonly string[];
}

let folder: string;
let image: Image;
let services: Record<'api' | 'sandbox', ComposeService>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'container-'));
  const sent = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n');
  expect(sent).toContain('*');
  image = await build(
    ROOT,
    folder,
    (path) => sent.includes(`!${path}`),
    async (command, directory) => {
      // The packages are here already.
      if (command !== 'npm ci --ignore-scripts') {
        return false;
      }
      await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
      return true;
    },
  );
  services = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8')).services;
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts a command of the image, with nothing in its environment but what the image and compose.yaml say. */
function run(command: readonly string[], environment: Record<string, string>): Running {
  const [program, script, ...args] = command;
  expect(program).toBe('node');
  return start(
    script!,
    args,
    { ...image.environment, NODE_COMPILE_CACHE: '', ...environment },
    image.directory,
  );
}

/** Runs a health check, and gives its exit status. */
async function healthOf([program, ...args]: readonly string[], environment: Record<string, string>) {
  expect(program).toBe('node');
  try {
    await promisify(execFile)(process.execPath, args, { env: { ...image.environment, ...environment } });
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

/** The environment of a service of compose.yaml, with the defaults of its variables. */
function environmentOf({ environment }: ComposeService): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      `${value}`.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll('$$', '$'),
    ]),
  );
}

test('the Dockerfile has no fault that its linter knows', async () => {
  expect(validate(await readFile(join(ROOT, 'Dockerfile'), 'utf8'))).toEqual([]);
});

test('the image holds bundles and nothing else, and runs as nobody special', async () => {
  const files = await readdir(image.directory, { recursive: true });
  expect(files).toEqual(expect.arrayContaining(['dist/server.mjs', 'dist/sandbox.mjs', 'dist/routes.json']));
  expect(files.filter((file) => /node_modules|\.ts$|package\.json/.test(file))).toEqual([]);
  expect([image.user, image.stopSignal]).toEqual(['node', 'SIGTERM']);
});

test('compose.yaml runs one image, and waits for calls in flight', () => {
  const { api, sandbox } = services;
  expect(api.image).toBe(sandbox.image);
  expect(api.ports).toEqual([`\${PORT:-3000}:${image.environment['PORT']}`]);
  expect(Number.parseInt(api.stop_grace_period!, 10)).toBeGreaterThan(29);
});

describe('what compose.yaml starts', () => {
  const running: Running[] = [];
  const ports = { api: '', sandbox: '' };
  beforeAll(async () => {
    const { api, sandbox } = services;
    ports.sandbox = `${await takePort('SANDBOX_PORT', 0)}`;
    running.push(
      run(sandbox.command!, { ...environmentOf(sandbox), HOST: '127.0.0.1', SANDBOX_PORT: ports.sandbox }),
    );
    await running[0]!.printed(/listens on/);
    ports.api = `${await takePort('PORT', 0)}`;
    running.push(
      run(api.command ?? image.command, {
        ...environmentOf(api),
        // Names of the network that compose makes do not exist here.
        STRIPE_API_BASE: `http://127.0.0.1:${ports.sandbox}`,
        HOST: '127.0.0.1',
        PORT: ports.api,
      }),
    );
    await running[1]!.printed(/Serves the API at /);
  });
  afterAll(async () => {
    for (const one of running) {
      one.kill('SIGKILL');
      await one.ended;
    }
  });

  test('answers calls', async () => {
    const response = await fetch(`http://127.0.0.1:${ports.api}/stripe/create-charge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey()}` },
      body: new URLSearchParams({ amount: '500', currency: 'usd', card: 'tok_visa' }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { amount: 500, paid: true }]);
  });

  test('serves documents, and connectors', async () => {
    const api = `http://127.0.0.1:${ports.api}`;
    for (const path of ['/stripe/socket.yml', '/v1/api.raml', '/connector/icon.png', '/api/Stripe']) {
      expect([path, (await fetch(api + path)).status]).toEqual([path, 200]);
    }
    const headers = { 'x-api-key': testKey() };
    const trigger = await fetch(`${api}/connector/triggers/OnNewCustomer`, { headers });
    expect(trigger.status).toBe(202);
  });

  test('lets the API call the sandbox by its name, and serves the page', async () => {
    const { api, sandbox } = services;
    const [, host] = /^\$\{STRIPE_API_BASE:-http:\/\/(.*)\}$/.exec(
      String(api.environment['STRIPE_API_BASE']),
    )!;
    expect(host).toBe(`sandbox:${sandbox.environment['SANDBOX_PORT']}`);
    const sent = request({ host: '127.0.0.1', port: ports.sandbox, path: '/', headers: { host } }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(await text(response)).toContain('<title>Stripe sandbox</title>');
  });

  test('is healthy', async () => {
    expect(await healthOf(image.healthCheck, { PORT: ports.api })).toBe(0);
    const [, ...check] = services.sandbox.healthcheck!.test.map((word) => word.replaceAll('$$', '$'));
    expect(await healthOf(check, { SANDBOX_PORT: ports.sandbox })).toBe(0);
  });

  test('ends when it is stopped, and is not healthy any more', async () => {
    const [sandbox, api] = running as [Running, Running];
    api.kill(image.stopSignal as NodeJS.Signals);
    expect(await api.ended).toBe(0);
    expect(await healthOf(image.healthCheck, { PORT: ports.api })).toBe(1);
    sandbox.kill(image.stopSignal as NodeJS.Signals);
    expect(await sandbox.ended).toBe(0);
  });
});
