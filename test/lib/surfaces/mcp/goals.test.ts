/** An agent reaches its goals by listing and calling alone, over both transports and in both eras. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/client';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { connectHttp, connectStdio, ERAS, type ServedMcp, serveMcp } from '../../../helpers/mcp.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { Agent, GOALS } from './goals.ts';

testSandbox({ policies: POLICIES.today });

let served: ServedMcp;
beforeAll(async () => {
  const { handler } = await import('../../../../functions/mcp/mcp.ts');
  served = await serveMcp(handler);
});
afterAll(() => served.close());

const TRANSPORTS: Readonly<Record<string, (era: (typeof ERAS)[number]) => Promise<Client>>> = {
  HTTP: (era) => connectHttp(served.url, era, { key: testKey() }),
  stdio: async (era) => (await connectStdio(era)).client,
};

const ways = Object.keys(TRANSPORTS).flatMap((transport) => ERAS.map((era) => [transport, era] as const));

describe.each(ways)('over %s, era %s', (transport, era) => {
  test.each(Object.entries(GOALS))('%s', async (_, reach) => {
    const client = await TRANSPORTS[transport]!(era);
    try {
      const agent = new Agent(client);
      await agent.list();
      await reach(agent);
    } finally {
      await client.close();
    }
  });
});

test('there are ten goals', () => {
  expect(Object.keys(GOALS)).toHaveLength(10);
});
