/**
 * Functions are killed between the requests that a call comes to at Stripe; each call is repeated, under its key, until it
 * ends. Every payment is made once, and every token ends as the one card that it was given for.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { TODAY } from '#lib/operations/operation.ts';
import { Random } from '#sandbox/engine/random.ts';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { testKey } from '../helpers/key.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { cardsAtStripe, takeWay, type Way } from '../helpers/ways.ts';
import { KilledProcess } from './killed-process.ts';

/** A call that the process is asked to make. */
export interface Asked {
  /** The name of the block. */
  readonly block: string;
  readonly args: object;
  readonly key: string;
  readonly idempotencyKey: string;
}

/** How much is done. */
export interface KillBudget {
  readonly operations: number;
  /** Decides when the process is killed. */
  readonly seed: string;
  readonly way: Way;
}

const PROCESS = new URL('./charges-process.ts', import.meta.url);

/** What a customer must have come to. */
interface Customer {
  readonly id: string;
  /** The last four digits of the cards, the default one first. */
  readonly cards: string[];
}

/** Takes payments of so many customers, a few calls for each, while the process is killed again and again. */
export async function killCharges({
  operations,
  seed,
  way,
}: KillBudget): Promise<{ calls: number; kills: number }> {
  const key = testKey();
  const sandbox = await startSandbox({ port: 0, seed });
  const api = apiAt(sandbox.url, key);
  await takeWay(api, way);
  const process = new KilledProcess<Asked>(
    PROCESS,
    { STRIPE_API_BASE: sandbox.url, CARD_PAYMENTS: way },
    new Random(`kills ${seed}`),
  );
  let calls = 0;
  const ask = async (block: string, args: object): Promise<Reply> => {
    calls += 1;
    const { status, body } = await process.ask({ block, args, key, idempotencyKey: `${block} ${calls}` });
    // A deletion has no key in 2016: a repeated call may find that the one before has done it.
    ok(status === 200 || (status === 404 && block === 'deleteCard'), `${block}: ${JSON.stringify(body)}`);
    return body;
  };
  const expected: { description: string; amount: number; kept: number }[] = [];
  try {
    while (calls < operations) {
      const customer = await payAll(ask, api, expected);
      const atStripe = await cardsAtStripe(api, customer.id);
      const { data } = await api
        .at(TODAY)
        .get(`/v1/customers/${customer.id}/payment_methods`, { limit: 100 });
      const numbers = new Map<string, string>(data.map(({ id, card }: Reply) => [id, card.last4]));
      deepEqual([...numbers.values()].sort(), [...customer.cards].sort(), `the cards of ${customer.id}`);
      equal(numbers.get(atStripe.default ?? ''), customer.cards[0], `the default card of ${customer.id}`);
    }
    await chargesAre(api, expected);
  } finally {
    await process.end();
    await sandbox.close();
  }
  return { calls, kills: process.kills };
}

/** One customer: saves cards, replaces the default one, removes one, and pays in all ways. */
async function payAll(
  ask: (block: string, args: object) => Promise<Reply>,
  api: Api,
  expected: { description: string; amount: number; kept: number }[],
): Promise<Customer> {
  const pay = async (args: object, kept = 500): Promise<Reply> => {
    const description = `payment ${expected.length}`;
    expected.push({ description, amount: 500, kept });
    return ask('createCharge', { amount: 500, currency: 'usd', description, ...args });
  };
  await pay({ source: await tokenOf(api, '4242424242424242') });
  const { id } = await ask('createCustomer', { source: await tokenOf(api, '4242424242424242') });
  await pay({ customer: id });
  await ask('createCard', { customerId: id, source: await tokenOf(api, '5555555555554444') });
  await ask('updateCustomer', { customerId: id, source: await tokenOf(api, '378282246310005') });
  const { id: third } = await ask('createCard', {
    customerId: id,
    source: await tokenOf(api, '6011111111111117'),
  });
  await pay({ customer: id, source: third });
  await ask('deleteCard', { customerId: id, cardId: third });
  const held = await pay({ customer: id, capture: false }, 300);
  await ask('captureCharge', { chargeId: held.id, amount: 300 });
  const released = await pay({ source: await tokenOf(api, '4242424242424242'), capture: false }, 0);
  await ask('createRefund', { chargeId: released.id });
  return { id, cards: ['0005', '4444'] };
}

async function tokenOf(api: Api, number: string): Promise<string> {
  const card = { number, exp_month: 12, exp_year: 2035, cvc: '987' };
  return (await api.post('/v1/tokens', { card })).id;
}

/** Checks that there is one charge a payment, that what was captured is what was to be, and that no intent is open. */
async function chargesAre(
  api: Api,
  expected: readonly { description: string; amount: number; kept: number }[],
): Promise<void> {
  const today = api.at(TODAY);
  const charges = await allOf(today, '/v1/charges');
  deepEqual(
    charges
      .map(({ description, amount, captured, amount_captured, amount_refunded }) => ({
        description,
        amount,
        // What of a held amount is not captured is given back in one way, and was never taken in the other.
        kept: captured ? amount_captured - amount_refunded : 0,
      }))
      .sort((a, b) => a.description.localeCompare(b.description)),
    [...expected].sort((a, b) => a.description.localeCompare(b.description)),
  );
  for (const { id, status } of await allOf(today, '/v1/payment_intents')) {
    ok(['succeeded', 'canceled'].includes(status), `${id} is ${status}`);
  }
}

async function allOf(api: Api, path: string): Promise<Reply[]> {
  const all: Reply[] = [];
  for (let page: Reply; page?.has_more !== false; ) {
    page = await api.get(path, { limit: 100, ...(all.length > 0 && { starting_after: all.at(-1).id }) });
    all.push(...page.data);
  }
  return all;
}
