import { describe, expect, test } from '@jest/globals';
import { apiAt, moneyOf } from '../../helpers/api.ts';
import { accounts, type Loose, refusal } from '../helpers.ts';

const sandbox = accounts();

describe('money', () => {
  test('is what the balance transactions come to, whatever happens', async () => {
    const account = sandbox.open();
    const api = apiAt(sandbox.url, account.key);
    const { stripe } = account;
    const { id: customer } = await stripe.customers.create({ source: 'tok_visa' });
    const charge = (fields: object): Promise<Loose> =>
      api.post('/v1/charges', { currency: 'usd', ...fields });
    const first = await charge({ amount: 2000, customer });
    await moneyOf(api);
    const partly = await charge({ amount: 999, source: 'tok_amex', capture: false });
    await stripe.charges.capture(partly.id, { amount: 777 });
    await refusal(charge({ amount: 5000, source: 'tok_chargeDeclined' }));
    await charge({ amount: 3000, source: 'tok_createDispute' });
    await charge({ amount: 1000, currency: 'jpy', source: 'tok_bypassPending' });
    expect(await moneyOf(api)).toEqual({
      usd: 2000 - 88 + 777 - 53 + 3000 - 117 - 3000 - 1500,
      jpy: 1000 - 59,
    });
    for (const amount of [333, 333, 333, 1001]) {
      await stripe.refunds.create({ charge: first.id, amount });
      await moneyOf(api);
    }
    expect(await moneyOf(api)).toMatchObject({ usd: 777 - 53 - 117 - 1500 });
    await account.advance(3 * 86_400);
    expect((await api.get('/v1/balance')).pending).toMatchObject([{ amount: 0 }, { amount: 0 }]);
    await moneyOf(api);
  });

  test.each([
    [50, 31],
    [51, 31],
    [1000, 59],
    [1015, 59],
    [1017, 59],
    [1018, 60],
    [99_999_999, 2_900_030],
  ])('a charge of %i costs %i', async (amount, fee) => {
    const account = sandbox.open();
    const { balance_transaction: id } = await account.stripe.charges.create({
      amount,
      currency: 'usd',
      source: 'tok_visa',
    });
    expect(await account.call('GET', `/v1/balance/history/${id}`)).toMatchObject({
      amount,
      fee,
      net: amount - fee,
      fee_details: [{ amount: fee, currency: 'usd', type: 'stripe_fee', application: null }],
    });
  });

  test('a refund gives the fee back in proportion, and all of it in the end', async () => {
    const account = sandbox.open();
    const { id: charge } = await account.stripe.charges.create({
      amount: 1000,
      currency: 'usd',
      source: 'tok_visa',
    });
    const fees: number[] = [];
    for (const amount of [333, 333, 334]) {
      const refund = await account.call('POST', '/v1/refunds', {
        charge,
        amount,
        expand: ['balance_transaction'],
      });
      expect(refund.balance_transaction).toMatchObject({
        amount: -amount,
        type: 'refund',
        source: refund.id,
      });
      fees.push(refund.balance_transaction.fee);
    }
    expect(fees).toEqual([-20, -19, -20]);
    expect(await moneyOf(apiAt(sandbox.url, account.key))).toEqual({ usd: 0 });
  });

  test('the history is listed by source, type, currency and when funds become available', async () => {
    const account = sandbox.open();
    const dollars = await account.stripe.charges.create({
      amount: 1000,
      currency: 'usd',
      source: 'tok_visa',
    });
    const euros = await account.stripe.charges.create({
      amount: 1000,
      currency: 'eur',
      source: 'tok_bypassPending',
    });
    const refund = await account.stripe.refunds.create({ charge: dollars.id });
    const sources = async (query: object) =>
      (await account.call('GET', '/v1/balance/history', query)).data.map(({ source }: Loose) => source);
    expect(await sources({})).toEqual([refund.id, euros.id, dollars.id]);
    expect(await sources({ source: dollars.id })).toEqual([dollars.id]);
    expect(await sources({ type: 'refund' })).toEqual([refund.id]);
    expect(await sources({ type: 'charge', currency: 'eur' })).toEqual([euros.id]);
    expect(await sources({ available_on: { lte: dollars.created + 60 } })).toEqual([euros.id]);
    expect(await sources({ transfer: 'tr_0' })).toEqual([]);
    expect(await refusal(account.call('GET', '/v1/balance/history', { type: 'gift' }))).toMatchObject({
      param: 'type',
    });
    expect(await refusal(account.call('GET', '/v1/balance/history/txn_0'))).toMatchObject({
      status: 404,
      message: 'No such balance transaction: txn_0',
    });
  });
});
