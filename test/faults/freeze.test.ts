/** A function that was frozen long enough for Stripe to close its connections works on its next call. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** How long the server keeps a connection that nothing comes over, in milliseconds; Node adds a second. */
const KEPT = 1;
const CLOSED_AFTER = 1_500;

let server: Server;
let requests = 0;
let connections = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `ch_${requests}`, object: 'charge' }));
    });
  });
  server.keepAliveTimeout = KEPT;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each(['0', '2'])('with %s retries', async (retries) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = fork(fileURLToPath(new URL('./function-process.ts', import.meta.url)), {
    env: {
      PATH: process.env['PATH'],
      STRIPE_API_BASE: url,
      STRIPE_MAX_RETRIES: retries,
      // One request a call.
      CARD_PAYMENTS: 'charges',
      LOG_LEVEL: 'silent',
    },
    execArgv: [],
  });
  const answer = async () => (await once(child, 'message'))[0] as { status: number; id: string };
  try {
    child.send('sk_test_frozen');
    expect(await answer()).toMatchObject({ status: 200 });
    const before = connections;
    child.kill('SIGSTOP');
    await sleep(CLOSED_AFTER);
    child.send('sk_test_frozen');
    child.kill('SIGCONT');
    expect(await answer()).toMatchObject({ status: 200 });
    expect(connections).toBe(before + 1);
  } finally {
    child.kill('SIGKILL');
  }
});
