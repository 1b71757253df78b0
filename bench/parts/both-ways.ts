/** The same calls in both ways of paying with cards, and how many requests each bridge sends. */
import { recordBridges } from '#lib/cli/bridge-requests.ts';
import { readConfig } from '#lib/config/config.ts';
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import { DESCRIBED_VERSION } from '#lib/operations/operation.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { Send } from '#lib/stripe/send.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { figure, type Progress, type Row, sampleOf } from '../measure.ts';

const WAYS = ['charges', 'payment_intents'] as const;
const ROUNDS = 12;
const CALLS = 20;

const PAYMENT = { amount: 500, currency: 'usd' } as const;

/** Measures charges in both ways against a sandbox in this process, and counts the requests of each bridge. */
export async function measureBothWays(progress: Progress): Promise<Row[]> {
  return [...(await measureCharges(progress)), ...(await countRequests(progress))];
}

async function measureCharges(progress: Progress): Promise<Row[]> {
  const sandbox = await startSandbox({ port: 0, seed: 'bench' });
  try {
    const payers = await Promise.all(WAYS.map((way) => payersOf(way, sandbox.url)));
    const kinds = ['token', 'customer'] as const;
    const times = kinds.map(() => WAYS.map((): number[] => []));
    for (let round = 0; round <= ROUNDS; round += 1) {
      progress(`both ways, ${round} of ${ROUNDS}`);
      for (const [ofKind, kind] of kinds.entries()) {
        for (const [ofWay, payer] of payers.entries()) {
          const started = performance.now();
          for (let call = 0; call < CALLS; call += 1) {
            await payer[kind]();
          }
          // The first round only makes the code as fast as it gets.
          if (round > 0) {
            times[ofKind]![ofWay]!.push((performance.now() - started) / CALLS);
          }
        }
      }
    }
    return kinds.flatMap((kind, ofKind) => rowsOf(kind, times[ofKind]!));
  } finally {
    await sandbox.close();
  }
}

/** How a card token and the card of a customer are charged in a way. */
async function payersOf(way: (typeof WAYS)[number], url: string) {
  const send: Send = stripeClient({ ...readConfig({}), STRIPE_API_BASE: url, CARD_PAYMENTS: way });
  const caller = () => ({
    apiKey: `sk_test_${way}`,
    apiVersion: DESCRIBED_VERSION,
    deadline: Date.now() + 30_000,
  });
  const { body } = await send(customers.create, { source: 'tok_visa' }, caller());
  const customer = body['id'] as string;
  return {
    token: () => send(charges.create, { ...PAYMENT, source: 'tok_visa' }, caller()),
    customer: () => send(charges.create, { ...PAYMENT, customer }, caller()),
  };
}

function rowsOf(kind: string, times: readonly (readonly number[])[]): Row[] {
  const [first, ...rest] = times.map((all, index) => ({
    part: 'Both ways, one charge',
    name: `${kind}, ${WAYS[index]}`,
    unit: 'ms',
    value: sampleOf(all),
  }));
  const compared = rest.map((row) => ({
    ...row,
    ratio: { to: first!.name, value: row.value.median / first!.value.median },
  }));
  return [first!, ...compared];
}

/** The requests of each bridge, by what is given. Without a bridge, each call is one request. */
async function countRequests(progress: Progress): Promise<Row[]> {
  progress('both ways, the requests of each bridge');
  return [...(await recordBridges())].flatMap(([{ method, path }, cases]) =>
    cases.map(({ given, requests }) => ({
      part: 'Both ways, requests of each call with PaymentIntents',
      name: `${method} ${path}, ${given}`,
      unit: 'requests',
      value: figure(requests.length),
    })),
  );
}
