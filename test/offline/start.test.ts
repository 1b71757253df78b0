/** What `npm start` serves, over HTTP, and how it ends. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT, type Running } from '../helpers/command.ts';
import { json, startUpstream, type Upstream } from '../helpers/upstream.ts';
import { cardEnvironment, testCards } from './cards.ts';
import { testConnector } from './connector.ts';
import { ORIGIN, testRestApi } from './rest.ts';
import { startedService, startService } from './service.ts';
import { testSockets } from './sockets.ts';

// Starting a service takes longer than most calls of it, so each of these is for several tests.
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

  test('no process is left behind when serverless-offline ends by itself', async () => {
    process.kill((await childOf(service.running))!, 'SIGKILL');
    expect(await service.running.ended).toBe(1);
    expect(service.running.output()).toContain('serverless-offline ended by itself.');
    await expect(fetch(service.api)).rejects.toThrow('fetch failed');
    await expect(fetch(service.stripe)).rejects.toThrow('fetch failed');
    // What the sandbox has is kept to the end.
    expect(JSON.parse(readFileSync(snapshot, 'utf8'))).toMatchObject({ accounts: expect.any(Array) });
  });
});

describe('where Stripe is elsewhere', () => {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream((response) => json(response, 200, { object: 'customer' }));
  });
  afterAll(() => upstream.close());

  const service = startedService(() => ({ STRIPE_API_BASE: upstream.url }));

  test('it is called there, and no sandbox is started', async () => {
    const response = await fetch(`${service.api}/stripe/create-customer`, {
      method: 'POST',
      body: 'apiKey=sk_live_1',
    });
    expect(await response.json()).toEqual({ object: 'customer' });
    expect(upstream.seen).toMatchObject([
      { url: '/v1/customers', headers: { authorization: 'Bearer sk_live_1' } },
    ]);
    expect(service.stripe).toBe(upstream.url);
    expect(service.running.output()).not.toMatch(/Sandbox|sk_live_1/);
  });

  test('cards are not served without a secret', async () => {
    expect(service.running.output()).toMatch(/Cards +are not served: CARD_STRIPE_KEY is not set/);
    const response = await fetch(`${service.api}/card/find`, { method: 'POST' });
    expect(response.status).toBe(503);
  });

  test('no process is left behind by Ctrl-C', async () => {
    service.running.kill('SIGINT');
    expect(await service.running.ended).toBe(0);
    await expect(fetch(service.api)).rejects.toThrow('fetch failed');
  });
});

describe('no process is left behind', () => {
  test.each([
    [100, 'SIGINT'],
    [500, 'SIGTERM'],
    [900, 'SIGHUP'],
  ] as const)('when it is interrupted after %d ms, by %s', async (milliseconds, signal) => {
    const running = startService();
    await sleep(milliseconds);
    running.kill(signal);
    // Settles when the last process has ended: by the signal, after a start that failed, or as it should.
    expect([null, 1, 0]).toContain(await running.ended);
  });

  test('when it is killed', async () => {
    const running = startService();
    while ((await childOf(running)) === undefined) {
      await sleep(50);
    }
    // By now the child has begun to build, with a process of its own.
    await sleep(500);
    running.kill('SIGKILL');
    expect(await running.ended).toBeNull();
  });
});

/** The calls that the READMEs show: the blocks of shell in which curl is used. */
async function readExamples(): Promise<string[]> {
  const guides = (await readdir(join(ROOT, 'functions'), { recursive: true })).filter((file) =>
    file.endsWith('README.md'),
  );
  expect(guides).toHaveLength(5);
  const files = ['README.md', ...guides.map((guide) => join('functions', guide))];
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
      .map(([, block]) => block!)
      .filter((block) => block.includes('curl ')),
  );
}

/** The id of the process that a command has started, where there is one. */
async function childOf({ pid }: Running): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,pid=']);
  const [, child] = new RegExp(`^\\s*${pid}\\s+(\\d+)`, 'm').exec(stdout) ?? [];
  return child === undefined ? undefined : Number(child);
}
