/** What programs of 2013 to 2016 do, for each of the clients that they do it with. */
import { describe, expect, test } from '@jest/globals';
import { testKey } from '../helpers/key.ts';
import { type Calls, CLIENTS, type Client } from './clients.ts';

/** An API that the clients call. */
export interface Target {
  readonly url: string;
  /** The version of those that ask for none. */
  readonly defaultVersion: string;
}

const CARD = { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' };
const DECLINED_CARD = { ...CARD, number: '4000000000000002' };
const GOLD = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };

/** What the version that a client is answered at calls what is paid with, and how it pages. */
function wordsOf({ version }: Client, { defaultVersion }: Target) {
  const answered = version ?? defaultVersion;
  const payment = answered < '2015-02-18' ? 'card' : 'source';
  const byOffset = answered < '2014-03-28';
  return {
    paying: (token: string) => ({ [payment]: token }),
    pageOf: (size: number, before: readonly string[]) =>
      byOffset
        ? { count: size, offset: before.length }
        : { limit: size, ...(before.length > 0 && { starting_after: before.at(-1) }) },
  };
}

/** Runs the stories of all clients. */
export function testStories(target: Target): void {
  describe.each(CLIENTS)('$name', (client) => {
    const open = () => ({ calls: client.at(target.url, testKey()), ...wordsOf(client, target) });

    const customerOf = async ({ calls, paying }: ReturnType<typeof open>): Promise<string> =>
      (await calls.createCustomer({ email: 'jenny@example.com', ...paying(await tokenOf(calls)) })).id;

    test('a customer pays, and gets back a part', async () => {
      const opened = open();
      const { calls } = opened;
      const customer = await customerOf(opened);
      const charge = await calls.createCharge({
        amount: 900,
        currency: 'usd',
        customer,
        description: 'Socks & shoes, größer',
        metadata: { order: '7' },
      });
      expect(charge).toMatchObject({ amount: 900, captured: true, customer, metadata: { order: '7' } });
      await calls.refund(charge.id, 300);
      expect(await calls.retrieveCharge(charge.id)).toMatchObject({
        amount_refunded: 300,
        refunded: false,
        description: 'Socks & shoes, größer',
      });
    });

    test('a payment is held, and captured in part', async () => {
      const { calls, paying } = open();
      const paid = paying(await tokenOf(calls));
      const held = await calls.createCharge({ amount: 900, currency: 'usd', capture: false, ...paid });
      expect(held).toMatchObject({ captured: false });
      if (calls.capture !== undefined) {
        await calls.capture(held.id, { amount: 500 });
        expect(await calls.retrieveCharge(held.id)).toMatchObject({ captured: true, amount_refunded: 400 });
      }
    });

    test('a customer subscribes, and leaves at the end of the period', async () => {
      const opened = open();
      const { calls } = opened;
      const customer = await customerOf(opened);
      expect(await calls.createPlan({ ...GOLD })).toMatchObject(GOLD);
      expect(await calls.subscribe(customer, 'gold')).toMatchObject({
        status: 'active',
        cancel_at_period_end: false,
        plan: { id: 'gold' },
      });
      expect(await calls.unsubscribeAtPeriodEnd(customer)).toMatchObject({
        status: 'active',
        cancel_at_period_end: true,
      });
      expect((await calls.listCharges({ customer })).data).toMatchObject([{ amount: 2000 }]);
    });

    test('the charges of one customer are listed, page by page', async () => {
      const opened = open();
      const { calls, pageOf } = opened;
      const [customer, other] = [await customerOf(opened), await customerOf(opened)];
      for (const amount of [100, 200, 300]) {
        await calls.createCharge({ amount, currency: 'usd', customer });
        await calls.createCharge({ amount: 999, currency: 'usd', customer: other });
      }
      const found: { id: string; amount: number }[] = [];
      for (const size of [2, 1]) {
        const ids = found.map(({ id }) => id);
        const { data } = await calls.listCharges({ customer, ...pageOf(2, ids) });
        expect(data).toHaveLength(size);
        found.push(...data);
      }
      expect(found.map(({ amount }) => amount)).toEqual([300, 200, 100]);
    });

    test('a declined card is an error of cards', async () => {
      const { calls, paying } = open();
      const declining = async () => paying(await tokenOf(calls, DECLINED_CARD));
      const declined = { type: 'card_error', message: 'Your card was declined.', code: 'card_declined' };
      const expected = client.error({ status: 402, ...declined });
      const charge = { amount: 900, currency: 'usd', ...(await declining()) };
      await expect(calls.createCharge(charge)).rejects.toMatchObject(expected);
      await expect(calls.createCustomer(await declining())).rejects.toMatchObject(expected);
      expect((await calls.listCharges({})).data).toMatchObject([{ amount: 900, paid: false }]);
    });

    test('what is not there, not right or not allowed is an error of requests', async () => {
      const { calls } = open();
      const type = 'invalid_request_error';
      await expect(calls.retrieveCharge('ch_1')).rejects.toMatchObject(
        client.error({ status: 404, type, message: 'No such charge: ch_1', param: 'id' }),
      );
      const message = 'Missing required param: currency.';
      await expect(calls.createCharge({ amount: 900 })).rejects.toMatchObject(
        client.error({ status: 400, type, message, param: 'currency', isOfStripe: false }),
      );
      await expect(client.at(target.url, 'wrong').retrieveCharge('ch_1')).rejects.toMatchObject(
        client.error({ status: 401, type }),
      );
    });
  });
}

async function tokenOf(calls: Calls, card = CARD): Promise<string> {
  const { id } = await calls.createToken({ card: { ...card } });
  expect(id).toMatch(/^tok_\w+$/);
  return id;
}
