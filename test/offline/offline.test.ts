/** What `npm run offline` serves through serverless-offline, and how it ends. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { testKey } from '../helpers/key.ts';
import { OLD_CLIENTS, oldClient } from '../helpers/old-clients.ts';
import { startedService, startService } from '../lib/cli/served/service.ts';
import { testSockets } from '../lib/cli/served/sockets.ts';

describe('with the sandbox', () => {
  const service = startedService(() => ({}), 'offline');

  describe('the sockets', () => testSockets(service));

  test.each(OLD_CLIENTS)(
    '%s, which sends the parameters of GET in the body, gets what it asks for',
    async (name) => {
      const { charges, customers } = oldClient(name, service.api, testKey());
      const { id: customer } = await customers.create({ card: 'tok_visa' });
      await charges.create({ amount: 900, currency: 'usd', customer });
      await charges.create({ amount: 900, currency: 'usd', card: 'tok_visa' });
      expect(await charges.list({ customer })).toMatchObject({ count: 1, data: [{ customer }] });
    },
  );

  test('no process is left behind when serverless-offline ends by itself', async () => {
    process.kill((await childOf(service.running.pid))!, 'SIGKILL');
    expect(await service.running.ended).toBe(1);
    expect(service.running.output()).toContain('serverless-offline stopped unexpectedly.');
    await expect(fetch(service.api)).rejects.toThrow('fetch failed');
    await expect(fetch(service.stripe)).rejects.toThrow('fetch failed');
  });
});

describe('no process is left behind', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s while it starts', async (signal) => {
    const running = startService({}, 'offline');
    await started(running.pid);
    running.kill(signal);
    // Settles when the last process has ended.
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('Interrupted.');
  });

  test('when it is killed', async () => {
    const running = startService({}, 'offline');
    await started(running.pid);
    running.kill('SIGKILL');
    expect(await running.ended).toBeNull();
  });
});

/** The id of the process that another one has started, where there is one. */
async function childOf(pid: number): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,pid=']);
  const [, child] = new RegExp(`^\\s*${pid}\\s+(\\d+)`, 'm').exec(stdout) ?? [];
  return child === undefined ? undefined : Number(child);
}

/** Waits until a process has started another one. */
async function started(pid: number): Promise<void> {
  while ((await childOf(pid)) === undefined) {
    await new Promise(setImmediate);
  }
}
