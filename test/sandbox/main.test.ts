import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { startSandbox } from '#sandbox/server.ts';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** Runs `npm run sandbox` without npm, and gives what it prints first. */
async function run(port: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['sandbox/main.ts'], { env: { ...process.env, SANDBOX_PORT: port } });
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
    `Port ${taken.port} is in use. Set SANDBOX_PORT to another one, or to 0 for any free one.\n`,
  );
  expect(await once(child, 'exit')).toEqual([1, null]);
  await taken.close();
});

test('says that a port is none', async () => {
  const { child, line } = await run('many');
  expect(line).toBe('SANDBOX_PORT must be a port number.\n');
  expect(await once(child, 'exit')).toEqual([1, null]);
});
