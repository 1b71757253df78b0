/** Fuzzing of the MCP server: calls of tools with arguments that are wrong in some way, in front of the sandbox. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { argumentsOfTool } from '#lib/surfaces/mcp/arguments.ts';
import { SANDBOX_TOOLS, STRIPE_TOOLS } from '#lib/surfaces/mcp/tools/catalogue.ts';
import { call } from '../helpers/call.ts';
import { withKeys } from '../helpers/well-formed.ts';
import type { Run } from './endpoints.ts';
import { anyJson, hostileText, huge, valueFor } from './values.ts';
import { judgePrototypes } from './verdict.ts';

/** How many calls went well, and how many were rejected. */
export interface Outcomes {
  succeeded: number;
  rejected: number;
  errors: number;
}

interface Call {
  readonly name: unknown;
  readonly args: unknown;
}

const KEY = 'sk_test_fuzz';

/** Calls that an agent in error, or under somebody's influence, might make. */
const calls: fc.Arbitrary<Call> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...STRIPE_TOOLS, ...SANDBOX_TOOLS).chain(wrongCall) },
  {
    weight: 2,
    arbitrary: fc.record({
      name: fc.constantFrom('find_operations', 'read_operation', 'write_operation'),
      args: anyJson,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...STRIPE_TOOLS).chain((tool) => wrongCall(tool).map(byDirectory)),
  },
  {
    weight: 1,
    arbitrary: fc.record({ name: fc.oneof(hostileText, anyJson), args: fc.oneof(anyJson, huge) }),
  },
);

function byDirectory({ name, args }: Call): Call {
  const reads = STRIPE_TOOLS.find((tool) => tool.name === name)!.effect === 'read';
  return { name: reads ? 'read_operation' : 'write_operation', args: { operation: name, arguments: args } };
}

function wrongCall(tool: (typeof STRIPE_TOOLS)[number]): fc.Arbitrary<Call> {
  const known = argumentsOfTool(tool);
  const right = Object.fromEntries(
    known.filter(({ required }) => required).map(({ name, parameter }) => [name, parameter.example]),
  );
  const change = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(...known)
        .chain(({ name, parameter }) => valueFor(parameter).map((value) => [name, value] as const)),
    },
    { weight: 1, arbitrary: fc.tuple(hostileText, anyJson) },
  );
  return fc.array(change, { maxLength: 3 }).map((changes) => ({
    name: tool.name,
    args: withKeys([...Object.entries(right), ...(changes as [string, unknown][])]),
  }));
}

/**
 * Makes so many calls. Each must be answered in the protocol's form, without a defect and without the caller's key.
 * @param handler the function, whose settings must offer all tools
 * @throws {Error} telling the smallest call that fails, and the seed and the path by which it is found again
 */
export async function fuzzMcp(handler: Handler, { cases, seed, path }: Run): Promise<Outcomes> {
  const outcomes: Outcomes = { succeeded: 0, rejected: 0, errors: 0 };
  const property = fc.asyncProperty(calls, async ({ name, args }) => {
    const body = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } };
    const reply = await call(handler, {
      key: KEY,
      body: JSON.stringify(body),
      headers: {
        host: 'localhost',
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
    });
    judgePrototypes();
    ok(!String(reply.body).includes(KEY) && !JSON.stringify(reply.body).includes(KEY), 'it shows the key');
    if (reply.status !== 200) {
      ok(reply.status >= 400 && reply.status < 500, `its status is ${reply.status}`);
      outcomes.errors += 1;
      return;
    }
    judgeAnswer(messageIn(reply.body), outcomes);
  });
  await fc.assert(property, { numRuns: cases, seed, ...(path && { path }) });
  return outcomes;
}

/** Servers of the legacy era answer by one event of a stream. */
function messageIn(body: unknown): { id: unknown; error?: { code: number }; result?: Record<string, never> } {
  const prefix = 'data: ';
  const line = String(body)
    .split('\n')
    .find((one) => one.startsWith(prefix));
  return line === undefined ? (body as never) : JSON.parse(line.slice(prefix.length));
}

function judgeAnswer({ id, error, result }: ReturnType<typeof messageIn>, outcomes: Outcomes): void {
  equal(id, 7);
  if (error !== undefined) {
    ok([-32_602, -32_600].includes(error.code), `the error has the code ${error.code}`);
    outcomes.errors += 1;
    return;
  }
  const {
    isError = false,
    content,
    structuredContent,
  } = result as unknown as {
    isError?: boolean;
    content: [{ type: string; text: string }];
    structuredContent: { error?: { type: string; message: string; what_to_do: string } };
  };
  deepEqual(JSON.parse(content[0].text), structuredContent);
  outcomes[isError ? 'rejected' : 'succeeded'] += 1;
  if (isError) {
    const { type, message, what_to_do } = structuredContent.error!;
    ok(type !== 'api_error', `it is a defect: ${message}`);
    ok(message.length > 0 && what_to_do.length > 0, 'it tells nothing');
  }
}
