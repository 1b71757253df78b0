import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { startSandbox } from '#sandbox/server/server.ts';

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
