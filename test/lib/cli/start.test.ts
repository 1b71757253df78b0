/** What `npm start` serves, over HTTP, and how it ends. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Contents } from '#lib/surfaces/root/contents.ts';
import { ROOT } from '../../helpers/command.ts';
import { json, startUpstream, type Upstream } from '../../helpers/upstream.ts';
import { cardEnvironment, testCards } from './served/cards.ts';
import { testConnector } from './served/connector.ts';
import { ORIGIN, testRestApi } from './served/rest.ts';
import { startedService, startService } from './served/service.ts';
import { testSockets } from './served/sockets.ts';

describe('with the sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const snapshot = join(folder, 'snapshot.json');
  afterAll(() => rmSync(folder, { recursive: true }));
  const service = startedService(() => ({
    ...cardEnvironment,
    CORS_ORIGINS: ORIGIN,
    // All operations of the REST API are called, those on recipients as well.
    SANDBOX_RETIRED_OPERATIONS: 'true',
    SANDBOX_SNAPSHOT: snapshot,
  }));

  describe('the sockets', () => testSockets(service));
  describe('the connector', () => testConnector(service));
  describe('the card service', () => testCards(service));
  describe('the REST API', () => testRestApi(service));

  test('the examples of the READMEs work as they stand', async () => {
    const examples = await readExamples();
    expect(examples.length).toBeGreaterThanOrEqual(10);
    for (const example of examples) {
      const script = `set -e; curl() { command curl -sS --fail "$@"; }; ${example.replaceAll('http://localhost:3000', service.api)}`;
      const { stdout } = await promisify(execFile)('sh', ['-c', script], {
        cwd: ROOT,
        env: { ...process.env, ...cardEnvironment },
      });
      expect([example, stdout]).toEqual([example, expect.stringMatching(/^\{/)]);
      expect([example, stdout]).not.toEqual([
        example,
        expect.stringMatching(/"(callback|outcome)": *"error"/),
      ]);
    }
  });

  test('the index has a call that creates a card of the card service', async () => {
    const { surfaces } = (await (await fetch(service.api)).json()) as Contents;
    const { curl } = surfaces
      .flatMap(({ endpoints }) => endpoints)
      .find(({ path }) => path === '/card/create')!;
    const { stdout } = await promisify(execFile)('sh', ['-c', `${curl} -sS`], {
      cwd: ROOT,
      env: { ...process.env, ...cardEnvironment },
    });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Business', number: '4242' });
  });

  test('nothing but what is ready and the calls is printed', async () => {
    await fetch(`${service.api}/stripe/create-customer`, { method: 'POST' });
    await service.running.printed(/"correlation_id"/);
    const lines = service.running.output().trimEnd().split('\n');
    const ready = lines.findIndex((line) => line.includes('Try it'));
    expect(lines[0]).toMatch(/^Ready after/);
    expect(ready).toBeGreaterThan(0);
    const calls = lines.slice(ready + 1).filter((one) => one !== '');
    expect(calls).not.toEqual([]);
    for (const line of calls) {
      expect(JSON.parse(line)).toHaveProperty('correlation_id');
    }
  });

  test('what the sandbox has is kept when it is asked to end', async () => {
    service.running.kill('SIGTERM');
    expect(await service.running.ended).toBe(0);
    await expect(fetch(service.api)).rejects.toThrow('fetch failed');
    await expect(fetch(service.stripe)).rejects.toThrow('fetch failed');
    expect(JSON.parse(readFileSync(snapshot, 'utf8'))).toMatchObject({ accounts: expect.any(Array) });
  });
});

describe('where Stripe is elsewhere', () => {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream((response) => json(response, 200, { id: 'cus_1', object: 'customer' }));
  });
  afterAll(() => upstream.close());

  const service = startedService(() => ({ STRIPE_API_BASE: upstream.url }));

  test('it is called there, and no sandbox is started', async () => {
    const response = await fetch(`${service.api}/stripe/create-customer`, {
      method: 'POST',
      body: 'apiKey=sk_live_1',
    });
    expect(await response.json()).toEqual({ id: 'cus_1', object: 'customer' });
    expect(upstream.seen).toMatchObject([
      { url: '/v1/customers', headers: { authorization: 'Bearer sk_live_1' } },
    ]);
    expect(service.stripe).toBe(upstream.url);
    expect(service.running.output()).not.toMatch(/Sandbox|sk_live_1/);
  });

  test('cards are not available without a secret', async () => {
    expect(service.running.output()).toMatch(/Cards +not available: CARD_STRIPE_KEY is not set/);
    const response = await fetch(`${service.api}/card/find`, { method: 'POST' });
    expect(response.status).toBe(503);
  });

  test('no process is left behind by Ctrl-C', async () => {
    service.running.kill('SIGINT');
    expect(await service.running.ended).toBe(0);
    await expect(fetch(service.api)).rejects.toThrow('fetch failed');
  });
});

test('without a secret, the connector is reported as not available', async () => {
  const running = startService({ STRIPE_API_BASE: 'https://stripe.invalid' });
  await running.printed(/Note +The connector is not available: CONNECTOR_STATE_SECRET is not set\./);
  // The account of the sandbox does not exist there.
  expect(running.output()).not.toContain('sk_test_demo');
  running.kill('SIGINT');
  expect(await running.ended).toBe(0);
});

describe('it ends', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s, at any moment', async (signal) => {
    const running = startService();
    running.kill(signal);
    // By the signal itself, before it is waited for; or as it should.
    expect([null, 0]).toContain(await running.ended);
    const ready = startService();
    await ready.printed(/Ready after/);
    ready.kill(signal);
    expect(await ready.ended).toBe(0);
  });

  test('when calls in flight are answered; a second signal does not wait for them', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const asked = once(silent, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const upstream = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const service = startService({ STRIPE_API_BASE: upstream });
    const [, api] = await service.printed(/API {6}(\S+)/);
    const call = () => fetch(`${api}/stripe/create-customer`, { method: 'POST', body: 'apiKey=sk_test_1' });
    const answered = call();
    const [, response] = await asked;
    const again = once(silent, 'request');
    const unanswered = call().catch((error: Error) => error.message);
    await again;
    service.kill('SIGTERM');
    await refused(api!);
    json(response, 200, { id: 'cus_1', object: 'customer' });
    expect(await (await answered).json()).toEqual({ id: 'cus_1', object: 'customer' });
    service.kill('SIGTERM');
    expect(await service.ended).toBe(1);
    expect(await unanswered).toBe('fetch failed');
    silent.close();
    silent.closeAllConnections();
  });
});

/** Waits until an address takes no connection any more. */
async function refused(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  let isOpen = true;
  while (isOpen) {
    const socket = connect(Number(port), hostname);
    isOpen = await new Promise<boolean>((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
  }
}

/** The calls that the READMEs show: the blocks of shell in which curl is used. */
async function readExamples(): Promise<string[]> {
  const guides = (await readdir(join(ROOT, 'functions'), { recursive: true })).filter((file) =>
    file.endsWith('README.md'),
  );
  expect(guides).toHaveLength(6);
  const files = ['README.md', ...guides.map((guide) => join('functions', guide))];
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
      .map(([, block]) => block!)
      .filter((block) => block.includes('curl ')),
  );
}
