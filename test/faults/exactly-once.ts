/**
 * Exactly once: callers charge through every surface while requests to Stripe go wrong. Whatever happens on the way,
 * a payment with an idempotency key is made once, and one call without a key never makes it twice.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { TODAY } from '#lib/operations/operation.ts';
import { type Api, moneyOf, type Reply } from '../helpers/api.ts';
import { call } from '../helpers/call.ts';
import { inParallel } from '../helpers/parallel.ts';
import { CHARGING_PATH, takeWay, type Way } from '../helpers/ways.ts';
import { type Charging, type Payment, readChargings } from './charging.ts';
import { armFaults, disarm } from './faults.ts';
import { outcomeOf, untilFinal } from './outcome.ts';

/** How much is done. */
export interface Budget {
  readonly charges: number;
  /** How many callers there are at once. */
  readonly callers: number;
  readonly way: Way;
  /** Which share of the requests to Stripe goes wrong, 0 to 1. */
  readonly faults: number;
  /** Decides which requests go wrong, and how. */
  readonly seed: string;
}

/** What was seen. */
export interface Seen {
  readonly charges: number;
  readonly surfaces: readonly string[];
  /** Requests to Stripe that went wrong. */
  readonly hits: number;
  /** Calls that callers made, repeated ones too. */
  readonly calls: number;
  /** Payments for which Stripe kept a failure of its own, so that the caller took another key. */
  readonly renewed: number;
}

/** Makes payments with idempotency keys, repeating each call until there is a final answer, and counts the charges. */
export async function withKeys(api: Api, { charges, callers, faults, seed, way }: Budget): Promise<Seen> {
  await takeWay(api, way);
  const chargings = await readChargings();
  const payments = paymentsOf(seed, charges);
  let calls = 0;
  let renewed = 0;
  await armFaults(api, faults, seed);
  const made = await inParallel([...payments.entries()], callers, async ([index, payment]) => {
    const charging = chargings[index % chargings.length]!;
    const sent = { ...charging.sentFor(payment), key: api.key };
    for (let round = 0; ; round += 1) {
      const key = `${payment.reference}-${round}`;
      const { outcome, calls: more } = await untilFinal(charging.handler, sent, key);
      calls += more;
      if (outcome.kind === 'done') {
        return outcome.object as Reply;
      }
      // A failure of Stripe's own that it keeps for the key: nothing was made under it, nor will be.
      equal(outcome.status, 500, `${key} was refused: ${JSON.stringify(outcome.error)}`);
      renewed += 1;
    }
  });
  const hits = await disarm(api);
  const kept = await chargesOf(api);
  deepEqual(summary(kept), summary(made), 'The charges are those that the callers were told of');
  for (const [index, { description, amount }] of made.entries()) {
    deepEqual({ reference: description, amount }, payments[index]);
  }
  equal(new Set(kept.map(({ description }) => description)).size, payments.length, 'one charge a payment');
  await balanceIsSumOf(api, payments);
  await noIntentIsOpen(api, way);
  return { charges, surfaces: chargings.map(({ name }) => name), hits, calls, renewed };
}

/** Makes one call a payment, without a key, and looks what became of it. */
export async function withoutKeys(api: Api, { charges, callers, faults, seed, way }: Budget): Promise<Seen> {
  await takeWay(api, way);
  const chargings = await readChargings();
  const payments = paymentsOf(seed, charges);
  await armFaults(api, faults, seed);
  const outcomes = await inParallel([...payments.entries()], callers, async ([index, payment]) => {
    const { handler, sentFor } = chargings[index % chargings.length]!;
    return outcomeOf(await call(handler, { ...sentFor(payment), key: api.key }));
  });
  const hits = await disarm(api);
  const kept = new Map<string, Reply[]>();
  for (const charge of await chargesOf(api)) {
    kept.set(charge.description, [...(kept.get(charge.description) ?? []), charge]);
  }
  for (const [index, { reference }] of payments.entries()) {
    const outcome = outcomes[index]!;
    const found = kept.get(reference) ?? [];
    ok(found.length <= 1, `${reference} was charged ${found.length} times`);
    if (outcome.kind === 'done') {
      deepEqual(
        found.map(({ id }) => id),
        [outcome.object.id],
        `${reference} is the charge that its caller was told of`,
      );
    } else if (found.length === 1) {
      // The caller does not know of it, but with this key it comes to know.
      ok(outcome.kind === 'again' && outcome.key !== undefined, `${reference} could not be repeated`);
    }
  }
  return { charges, surfaces: chargings.map(({ name }) => name), hits, calls: charges, renewed: 0 };
}

/** Makes the same payment many times at once with one key, through one surface. */
export async function atOnce(
  api: Api,
  charging: Charging,
  { callers, reference, way }: { callers: number; reference: string; way: Way },
) {
  await takeWay(api, way);
  const sent = { ...charging.sentFor({ reference, amount: 500 }), key: api.key };
  await api.post('/_sandbox/faults', {
    kind: 'delay',
    delay: 150,
    path: CHARGING_PATH[way],
    count: 1,
  });
  const outcomes = await Promise.all(
    Array.from({ length: callers }, () => untilFinal(charging.handler, sent, reference)),
  );
  const ids = outcomes.map(({ outcome }) => (outcome.kind === 'done' ? outcome.object.id : outcome.error));
  const kept = (await chargesOf(api)).filter(({ description }) => description === reference);
  equal(kept.length, 1, `${callers} calls with one key made ${kept.length} charges`);
  deepEqual(new Set(ids), new Set([kept[0].id]));
}

function paymentsOf(seed: string, count: number): Payment[] {
  return Array.from({ length: count }, (_, index) => ({
    reference: `payment ${seed} ${index}`,
    amount: 50 + ((index * 7_919) % 99_950),
  }));
}

const summary = (charges: readonly Reply[]) =>
  charges.map(({ id, amount, description }) => `${id} ${amount} ${description}`).sort();

/** No intent waits for anything: those that paid nothing are canceled. */
async function noIntentIsOpen(api: Api, way: Way): Promise<void> {
  const open = (await allOf(api.at(TODAY), '/v1/payment_intents')).filter(
    ({ status }) => !['succeeded', 'canceled'].includes(status),
  );
  deepEqual(open, [], `no intent is open: ${way}`);
}

/** All charges of the account. */
function chargesOf(api: Api): Promise<Reply[]> {
  return allOf(api, '/v1/charges');
}

async function allOf(api: Api, path: string): Promise<Reply[]> {
  const all: Reply[] = [];
  for (let page: Reply; page?.has_more !== false; ) {
    const after = all.length === 0 ? {} : { starting_after: all.at(-1).id };
    page = await api.get(path, { limit: 100, ...after });
    all.push(...page.data);
  }
  return all;
}

/** What the account has is what the payments come to, less the fees, and nothing else. */
async function balanceIsSumOf(api: Api, payments: readonly Payment[]): Promise<void> {
  const fee = (amount: number) => Math.round(amount * 0.029) + 30;
  const sum = payments.reduce((total, { amount }) => total + amount - fee(amount), 0);
  deepEqual(await moneyOf(api), { usd: sum }, 'The balance is the sum of the payments');
}
