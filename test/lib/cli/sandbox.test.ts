import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningSandbox, startSandbox } from '#sandbox/server/server.ts';
import { testKey } from '../../helpers/key.ts';
import { openAt } from '../../sandbox/helpers.ts';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** Runs `npm run sandbox` without npm, and gives what it prints first. */
async function run(port: string, environment: object = {}): Promise<{ child: ChildProcess; line: string }> {
  const env = { ...process.env, SANDBOX_PORT: port, ...environment };
  const child = spawn(process.execPath, ['lib/cli/sandbox.ts'], { env });
  running.push(child);
  const [chunk] = await Promise.race([once(child.stdout!, 'data'), once(child.stderr!, 'data')]);
  return { child, line: String(chunk) };
}

test('says where it listens, and stops when told to', async () => {
  const { child, line } = await run('0');
  const [, url] = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)!;
  const response = await fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_main' } });
  expect(response.status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('says that its port is taken', async () => {
  const taken = await startSandbox({ port: 0 });
  const { child, line } = await run(String(taken.port));
  expect(line).toBe(
    `Port ${taken.port} is in use. Set SANDBOX_PORT to another port, or to 0 for a free one.\n`,
  );
  expect(await once(child, 'exit')).toEqual([1, null]);
  await taken.close();
});

test('gives new accounts the policies that the environment says', async () => {
  const { child, line } = await run('0', { SANDBOX_ACCOUNTS: 'today', SANDBOX_RAW_CARD_NUMBERS: 'true' });
  const [, url] = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)!;
  const response = await fetch(`${url}/_sandbox/policies`, {
    headers: { authorization: 'Bearer sk_test_main' },
  });
  expect(await response.json()).toEqual({
    card_tokens: false,
    raw_card_numbers: true,
    accounts_v1: false,
    charges_create: true,
    retired_operations: false,
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [{ SANDBOX_ACCOUNTS: 'old' }, 'SANDBOX_ACCOUNTS must be existing or today.\n'],
  [{ SANDBOX_CARD_TOKENS: 'no' }, 'SANDBOX_CARD_TOKENS must be true or false.\n'],
])('says that %j is none', async (environment, expected) => {
  const { child, line } = await run('0', environment);
  expect(line).toBe(expected);
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('says that a port is none', async () => {
  const { child, line } = await run('many');
  expect(line).toBe('SANDBOX_PORT must be a port number.\n');
  expect(await once(child, 'exit')).toEqual([1, null]);
});

describe('commands for a running sandbox', () => {
  let sandbox: RunningSandbox;
  const key = testKey();
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  /** Starts a command, and gives its output line by line. */
  function start(...given: string[]) {
    const env = { ...process.env, SANDBOX_PORT: String(sandbox.port) };
    const child = spawn(process.execPath, ['lib/cli/sandbox.ts', ...given], { env });
    running.push(child);
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    return { child, next: async () => (await lines.next()).value as string };
  }

  /** Runs a command to its end. */
  async function end(...given: string[]) {
    const { child } = start(...given);
    const [out, error, [status]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'exit'),
    ]);
    return { status, out, error };
  }

  test('trigger makes an event with own parameters, and one about an object', async () => {
    const { stripe } = openAt(sandbox.url, key);
    const made = await end(
      'trigger',
      'charge.succeeded',
      '--key',
      key,
      '--data',
      'amount=700',
      '--data',
      'metadata[a]=1+1',
    );
    expect(made).toEqual({
      status: 0,
      error: '',
      out: expect.stringMatching(/^evt_\w+ charge\.succeeded ch_\w+\n$/),
    });
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ amount: 700, metadata: { a: '1+1' } });
    const about = await end('trigger', 'charge.updated', '--key', key, '--object', charge!.id);
    expect(about.out).toContain(`charge.updated ${charge!.id}`);
  });

  test('tail prints the requests that fit, as they happen', async () => {
    const { stripe } = openAt(sandbox.url, key);
    const { child, next } = start('tail', '--key', key, '--path', '/v1/cus*', '--method', 'post');
    const printed = next();
    let isPrinted = false;
    void printed.then(() => {
      isPrinted = true;
    });
    let ids: string[] = [];
    while (!isPrinted) {
      // Until it listens, requests go unseen.
      await stripe.charges.list();
      ids = [...ids, (await stripe.customers.create()).id];
    }
    const [, id] = /^[\dT:-]{19} 200 POST \/v1\/customers (cus_\w+) \d+ ms req_\w+$/.exec(await printed)!;
    expect(ids).toContain(id);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('forward sends signed events, prints what came of them, and leaves no webhook behind', async () => {
    const { stripe, call } = openAt(sandbox.url, key);
    const { promise, resolve } = Promise.withResolvers<[string, string]>();
    const server = createServer(async (request, response) => {
      resolve([await text(request), String(request.headers['stripe-signature'])]);
      response.writeHead(204).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { child, next } = start('forward', url, '--key', key, '--events', 'customer.*');
    const [, secret] = /signed with (whsec_\w+)\./.exec(await next())!;
    await stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    const { id } = await stripe.customers.create();
    const [body, signature] = await promise;
    expect(stripe.webhooks.constructEvent(body, signature, secret!)).toMatchObject({
      type: 'customer.created',
      data: { object: { id } },
    });
    const [event] = (await stripe.events.list({ type: 'customer.created', limit: 1 })).data;
    const printed = next();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await printed).toMatch(new RegExp(`204 customer\\.created ${event!.id}$`));
    expect((await call('GET', '/_sandbox/webhooks')).data).toEqual([]);
    server.close();
  });

  test.each([
    [['trigger'], 'trigger expects an event type.\n'],
    [['tail', 'x'], 'tail expects no argument.\n'],
    [['listen'], 'Unknown command listen: must be trigger or tail or forward.\n'],
    [['tail', '--object', 'ch_1'], 'tail does not support --object. Run with --help for usage.\n'],
    [['--json'], '--json only works with trigger, tail or forward. Run with --help for usage.\n'],
    [
      ['trigger', 'charge.succeeded', '--data', 'amount'],
      '--data amount must be a name and a value, such as amount=700.\n',
    ],
    [['trigger', 'charge.succeeded', '--data', 'amount=x'], 'Invalid integer: x\n'],
    [
      ['tail', '--url', 'http://127.0.0.1:1'],
      'No sandbox responds at http://127.0.0.1:1. Start one with npm run sandbox, or set --url.\n',
    ],
  ])('say what is wrong with %j', async (given, expected) => {
    expect(await end(...given)).toEqual({ status: 1, out: '', error: expected });
  });
});
