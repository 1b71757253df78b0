/** A small run of the fuzzing of `npm run test:mcp`. */
import { expect, test } from '@jest/globals';
import { testSandbox } from '../helpers/sandbox.ts';
import { fuzzMcp } from './mcp.ts';

testSandbox();

test('no call of a tool does harm', async () => {
  Object.assign(process.env, { STRIPE_MCP_TOOLS: 'all,directory', STRIPE_MCP_RATE_LIMIT: '100000' });
  const { handler } = await import('../../functions/mcp/mcp.ts');
  const outcomes = await fuzzMcp(handler, { cases: 200, seed: 1 });
  expect(outcomes.succeeded + outcomes.rejected + outcomes.errors).toBe(200);
  expect(outcomes.succeeded).toBeGreaterThan(0);
  expect(outcomes.rejected).toBeGreaterThan(50);
});
