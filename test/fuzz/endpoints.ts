/** Fuzzing of the endpoints: requests that are wrong in some way, made from the endpoints' own declarations. */
import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { call } from '../helpers/call.ts';
import { isOldWay } from '../helpers/ways.ts';
import { type Case, casesOf } from './cases.ts';
import { OF_SANDBOX, type Stage } from './upstream.ts';
import { judgePrototypes, judgeReply, judgeRequest, judgeTime } from './verdict.ts';

/** How an endpoint's callers are known. */
export interface Callers {
  /** What is sent as the bearer token. */
  credential(entry: Entry, number: number): string;
  /** The key that Stripe must see for it. */
  stripeKey(credential: string): string;
}

/** How much is sent, and what it is made from. */
export interface Run {
  readonly cases: number;
  readonly seed: number;
  /** Leads to one case of a seed. */
  readonly path?: string;
  /** Is told of each case before it is sent. */
  readonly begin?: (number: number) => void;
}

/** Whether an endpoint gets these requests. MCP has errors of its own, and a fuzzer of its own (`mcp.ts`). */
export const isFuzzed = ({ endpoint }: Entry): boolean => endpoint.surface !== 'mcp';

/** How many replies of each status there were. */
export type Statuses = Record<number, number>;

/**
 * Sends so many cases to an endpoint.
 * @throws {Error} telling the smallest case that fails, and the seed and the path by which it is found again
 */
export async function fuzzEndpoint(
  entry: Entry,
  stage: Stage,
  callers: Callers,
  { cases, seed, path, begin }: Run,
  made: fc.Arbitrary<Case> = casesOf(entry),
): Promise<Statuses> {
  let number = 0;
  const statuses: Statuses = {};
  const property = fc.asyncProperty(made, async (one) => {
    number += 1;
    begin?.(number);
    const status = await judge(entry, one, stage, callers, number);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  await fc.assert(property, { numRuns: cases, seed, ...(path && { path }) });
  return statuses;
}

async function judge(
  entry: Entry,
  one: Case,
  stage: Stage,
  callers: Callers,
  number: number,
): Promise<number> {
  const credential = callers.credential(entry, number);
  stage.take();
  const usage = process.cpuUsage();
  const reply = await call(entry.handler, { key: credential, ...one.sent });
  judgeTime(usage);
  judgePrototypes();
  judgeReply(entry, one, reply);
  const inHeader = one.sent.headers?.['x-api-key'];
  const keys = [callers.stripeKey(credential), ...(inHeader ? [inHeader] : [])];
  for (const seen of stage.take()) {
    judgeRequest(entry, seen, keys);
  }
  deepEqual(stage.defects.splice(0).map(String), [], 'the sandbox has a defect');
  return reply.status;
}

/** Callers with keys of Stripe's. Those of the connector are new for each call, since connections are limited. */
export const keyHolders: Callers = {
  credential: ({ endpoint }, number) => {
    const own =
      endpoint.surface === 'connector' ? `sk_test_${isOldWay() ? 'old' : 'new'}${number}` : 'sk_test_fuzz';
    return number % 3 === 0 ? own + OF_SANDBOX : own;
  },
  stripeKey: (credential) => credential,
};
