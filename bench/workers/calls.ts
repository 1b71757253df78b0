/** Calls the bare SDK, a bare `fetch` and built functions against one upstream, in turns. */
import { join } from 'node:path';
import Stripe from 'stripe';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { eventOf, throughput } from '../request.ts';
import { answering } from './worker.ts';

/** What is to be measured. */
export interface CallsOrder {
  readonly dist: string;
  readonly upstream: string;
  /** Names of subjects. */
  readonly subjects: readonly string[];
  readonly rounds: number;
  /** Calls in each round, one after the other. */
  readonly calls: number;
  /** How long as many calls as possible are made at once, in each round, in milliseconds; 0 for not at all. */
  readonly busy: number;
}

/** Milliseconds of each call, and calls a second, by subject. */
export type CallsResult = Record<string, { times: number[]; rates: number[] }>;

const AT_ONCE = 32;

/** Rounds that are not counted: the code becomes as fast as it gets. */
const WARM_UP = 3;

answering(async ({ dist, upstream, subjects, rounds, calls, busy }: CallsOrder): Promise<CallsResult> => {
  const all = await subjectsOf(dist, upstream);
  const result: CallsResult = Object.fromEntries(subjects.map((name) => [name, { times: [], rates: [] }]));
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (const name of subjects) {
      const act = all[name]!;
      const times: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const started = performance.now();
        await act();
        times.push(performance.now() - started);
      }
      if (round >= WARM_UP) {
        result[name]!.times.push(...times);
        if (busy > 0) {
          result[name]!.rates.push(await throughput(act, { milliseconds: busy, atOnce: AT_ONCE }));
        }
      }
    }
  }
  return result;
});

async function subjectsOf(dist: string, upstream: string): Promise<Record<string, () => Promise<unknown>>> {
  const { hostname: host, port } = new URL(upstream);
  const stripe = new Stripe(KEY, { host, port, protocol: 'http' });
  const charge = { amount: 500, currency: 'usd', description: 'Order 6735' };
  const called = async (name: string, path: string, body: object) => {
    const { handler } = (await import(join(dist, 'functions', `${name}.mjs`))) as { handler: Handler };
    return async () => {
      const reply = await handler(eventOf(path, body, keyOfNow()) as never, context());
      if (reply.statusCode !== 200 || reply.body.includes('"callback":"error"')) {
        throw new Error(`${name}: ${reply.body}`);
      }
    };
  };
  return {
    SDK: () => stripe.charges.create({ ...charge, source: 'tok_visa' }),
    fetch: async () => {
      const response = await fetch(`${upstream}/v1/charges`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}` },
        body: new URLSearchParams({ ...charge, amount: '500', source: 'tok_visa' }),
      });
      return response.json();
    },
    socket: await called('socket/create-charge', '/stripe/create-charge', { ...charge, card: 'tok_visa' }),
    block: await called('block/createCharge', '/api/Stripe/createCharge', {
      args: { ...charge, source: 'tok_visa' },
    }),
    connector: await called('connector/CreateCustomer', '/connector/customers', {
      Description: 'Jenny Rosen',
    }),
    rest: await called('rest/charges-post', '/v1/charges', { ...charge, card: 'tok_visa' }),
  };
}

const KEY = 'sk_test_bench';

let calls = 0;

/** The connector takes so many calls of one key in a minute, so there are many keys. */
function keyOfNow(): string {
  calls += 1;
  return `${KEY}${Math.floor(calls / 50)}`;
}

function context() {
  const ends = Date.now() + 29_000;
  return {
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    getRemainingTimeInMillis: () => ends - Date.now(),
  } as never;
}
