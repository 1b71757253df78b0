/** Fuzzing of the endpoints: requests that are wrong in some way, made from the endpoints' own declarations. */
import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry } from '#lib/catalogue.ts';
import { call } from '../helpers/call.ts';
import { type Case, casesOf } from './cases.ts';
import { OF_SANDBOX, type Stage } from './upstream.ts';
import { judgePrototypes, judgeReply, judgeRequest, TIME_LIMIT } from './verdict.ts';

/** How an endpoint's callers are known. */
export interface Callers {
  /** What is sent as the bearer token. */
  credential(entry: Entry, number: number): string;
  /** The key that Stripe must see for it. */
  stripeKey(credential: string): string;
}

/**
 * Sends so many cases to an endpoint.
 * @throws {Error} telling the smallest case that fails, and the seed and the path by which it is found again
 */
export async function fuzzEndpoint(
  entry: Entry,
  stage: Stage,
  callers: Callers,
  { cases, seed, path }: { cases: number; seed: number; path?: string },
): Promise<void> {
  let number = 0;
  const property = fc.asyncProperty(casesOf(entry), async (one) => {
    number += 1;
    await judge(entry, one, stage, callers, number);
  });
  await fc.assert(property, { numRuns: cases, seed, ...(path && { path }) });
}

async function judge(entry: Entry, one: Case, stage: Stage, callers: Callers, number: number): Promise<void> {
  const credential = callers.credential(entry, number);
  stage.take();
  const started = performance.now();
  const reply = await call(entry.handler, { key: credential, ...one.sent });
  const took = performance.now() - started;
  ok(took < TIME_LIMIT, `it took ${Math.round(took)} ms`);
  judgePrototypes();
  judgeReply(entry, one, reply);
  for (const seen of stage.take()) {
    judgeRequest(entry, seen, callers.stripeKey(credential));
  }
  deepEqual(stage.defects.splice(0).map(String), [], 'the sandbox has a defect');
}

/** Callers with keys of Stripe's. Those of the connector are new for each call, since connections are limited. */
export const keyHolders: Callers = {
  credential: ({ endpoint }, number) => {
    const own = endpoint.surface === 'connector' ? `sk_test_${number}` : 'sk_test_fuzz';
    return number % 3 === 0 ? own + OF_SANDBOX : own;
  },
  stripeKey: (credential) => credential,
};
