/** An agent reaches its goals by listing and calling alone, over both transports and in both eras. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/client';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { connectHttp, connectStdio, ERAS, type ServedMcp, serveMcp } from '../../../helpers/mcp.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { IS_THOROUGH } from '../../../helpers/thorough.ts';
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

/** Over stdio, each goal starts a process of its own, so a sample reaches each goal in one of the eras. */
function goalsOf(transport: string, era: (typeof ERAS)[number]) {
  const isInSample = (index: number) => index % ERAS.length === ERAS.indexOf(era);
  return Object.entries(GOALS).filter(
    (_, index) => IS_THOROUGH || transport !== 'stdio' || isInSample(index),
  );
}

describe.each(ways)('over %s, era %s', (transport, era) => {
  test.each(goalsOf(transport, era))('%s', async (_, reach) => {
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
