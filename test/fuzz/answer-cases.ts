/** Fuzzing of what endpoints make of upstream's answers: calls that are as they should be, answered otherwise. */
import { deepEqual, ok } from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import * as charges from '#lib/operations/charges.ts';
import { signState } from '#lib/surfaces/connector/trigger-state.ts';
import { eventOf, type Sent } from '../helpers/call.ts';
import { type Arguments, sentTo, validArguments } from '../helpers/valid-call.ts';
import { isOldWay } from '../helpers/ways.ts';
import type { AnswerStage, Plan, Step } from './answer-stage.ts';
import { CALL_BUDGET, type Judged, judgeAnswered, MAX_RETRIES, type Told } from './answer-verdict.ts';
import type { Run, Statuses } from './endpoints.ts';
import { faults } from './faults.ts';
import { judgePrototypes } from './verdict.ts';

/** The environment of these cases: they wait for nothing. */
export const ENVIRONMENT = {
  STRIPE_MAX_RETRIES: `${MAX_RETRIES}`,
  STRIPE_RETRY_DELAY: '1',
  STRIPE_TIMEOUT: '2000',
  CALL_BUDGET: `${CALL_BUDGET}`,
  BLOCK_LIST_LIMIT: '500',
  DELETE_CARD_SEARCH_LIMIT: '50',
};

/** How much longer than its budget a call may take on a machine that has other things to do, in milliseconds. */
const LATENESS = 60_000;

/** A call, and how the calls behind it are answered. */
interface Case {
  readonly plan: Plan;
  /** Which way of calling the endpoint is taken. */
  readonly way: number;
  readonly hasKey: boolean;
}

/** A call that is ready to be made. */
export interface Prepared {
  readonly sent: Sent;
  readonly secrets: readonly string[];
  readonly isLive: boolean;
  /** Checks what is left behind. */
  judge?(told: Told, judged: Judged): Promise<void>;
}

/** Prepares the calls of an endpoint; each way is another one that is as it should be. */
export interface Caller {
  readonly ways: number;
  prepare(way: number, number: number): Promise<Prepared>;
}

/**
 * Makes so many calls of an endpoint.
 * @throws {Error} telling the smallest case that fails, and the seed and the path by which it is found again
 */
export async function fuzzAnswers(
  entry: Entry,
  stage: AnswerStage,
  caller: Caller,
  { cases, seed, path, begin }: Run,
): Promise<Statuses> {
  let number = 0;
  const statuses: Statuses = {};
  const property = fc.asyncProperty(casesFor(caller), async (one) => {
    number += 1;
    begin?.(number);
    const { status } = await judgeCase(entry, stage, caller, one, number);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  // With the seed alone, all endpoints would get the same answers.
  const own = seed ^ crc32(entry.path + entry.method);
  await fc.assert(property, {
    numRuns: cases,
    seed: own,
    ...(path && { path }),
    examples: AS_THEY_SHOULD_BE,
  });
  return statuses;
}

const step: fc.Arbitrary<Step> = fc.record({ fault: faults, isCarriedOut: fc.boolean() });

const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  goesOn: fc.boolean(),
  choice: fc.nat(30),
});

function casesFor({ ways }: Caller): fc.Arbitrary<Case> {
  return fc.record({ plan, way: fc.nat(ways - 1), hasKey: fc.boolean() });
}

/** What nothing is wrong with succeeds: else nothing would be learned from the other cases. */
const AS_THEY_SHOULD_BE: [Case][] = [
  [{ plan: { steps: [], goesOn: false, choice: 0 }, way: 0, hasKey: false }],
];

async function judgeCase(
  entry: Entry,
  stage: AnswerStage,
  caller: Caller,
  { plan: steps, way, hasKey }: Case,
  number: number,
): Promise<Told> {
  const { sent, secrets, isLive, judge } = await caller.prepare(way, number);
  const givenKey = hasKey ? `key-${number}` : undefined;
  const headers = { ...sent.headers, ...(hasKey && { 'idempotency-key': `key-${number}` }) };
  const exchanges = stage.begin({
    plan: steps,
    secret: secrets[steps.choice % secrets.length] ?? '',
    isLive,
    customer: isLive ? undefined : /\bcus_\w+/.exec(`${sent.path} ${JSON.stringify(sent.body)}`)?.[0],
  });
  const started = performance.now();
  const reply = await entry.handler(eventOf(entry.handler, { ...sent, headers }));
  const took = performance.now() - started;
  ok(took < CALL_BUDGET + LATENESS, `it took ${Math.round(took)} ms`);
  const judged = { entry, exchanges, givenKey, secrets };
  const told = judgeAnswered(judged, reply);
  if (steps.steps.length === 0) {
    ok(!told.hasFailed, `what nothing is wrong with failed: ${reply.statusCode} ${reply.body.slice(0, 500)}`);
  }
  judgePrototypes();
  await judge?.(told, judged);
  deepEqual(stage.defects.splice(0).map(String), [], 'the sandbox has a defect');
  return told;
}

/** Calls with a key of Stripe's, new for each: connections of the connector are limited. */
export function withKeys(entry: Entry): Caller {
  const names = entry.endpoint.arguments.map(({ name }) => name);
  const args = withPayer(entry, validArguments(entry));
  const kind = entry.endpoint.operation?.returns ?? '';
  const ways: Record<string, unknown>[] = [args];
  if (names.includes('all')) {
    ways.push({ ...args, all: true });
  }
  if (names.includes('subscriptionId') && !('subscriptionId' in args)) {
    ways.push({ ...args, subscriptionId: 'sub_1' });
  }
  if (entry.path === '/stripe/delete-card') {
    // Without a customer, the owner of the card is searched for, and there may be none.
    ways.unshift({ ...args, customer: 'cus_1' });
  }
  if (entry.path === '/stripe/subscribe-customer') {
    ways.push({ ...args, card: 'card_1' });
  }
  if (names.includes('triggerState')) {
    const states = [
      { after: 0, until: 100 },
      { after: 0, until: 100, cursor: 'x_1', seen: ['x_2'] },
      { after: 0, until: Math.floor(Date.now() / 1000), cursor: 'x_1', more: true as const },
    ];
    ways.push(...states.map((state) => ({ triggerState: signState(kind, state) })));
  }
  return {
    ways: ways.length,
    prepare: async (way, number) => {
      const paid = isOldWay() ? 'charges' : 'intents';
      const key = `sk_test_answers${number}of${paid}${entry.name.replaceAll(/\W/g, '')}`;
      return {
        sent: sentTo(entry, ways[way]!, key),
        secrets: [key, ...(JSON.stringify(ways[way]).match(/\b\d{12,19}\b/g) ?? [])],
        isLive: false,
      };
    },
  };
}

/** Arguments with what a charge needs, and none but a card and a customer is declared as required. */
function withPayer({ endpoint }: Entry, args: Arguments): Arguments {
  const names = endpoint.arguments.map(({ name }) => name).filter((name) => PAYERS.includes(name));
  const isMissing = endpoint.operation === charges.create && !names.some((name) => name in args);
  return isMissing ? { ...args, [names.includes('card') ? 'card' : 'source']: 'tok_visa' } : args;
}

const PAYERS = ['card', 'source', 'customer'];

/** Whether there are answers that an endpoint depends on. */
export function callsStripe({ endpoint: { surface, operation } }: Entry): boolean {
  return operation !== undefined || surface === 'card' || surface === 'webhook';
}
