/** Bitcoin receivers: filled, charged, refunded. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
let api: Api;
beforeEach(() => {
  api = apiAt(sandbox.url);
});

const open = (more: object = {}) =>
  api.post('/v1/bitcoin/receivers', { amount: 1000, currency: 'usd', ...more });

describe('Bitcoin receivers', () => {
  test('tell where to pay how much, at a rate that holds for ten minutes', async () => {
    const made = await open({ email: 'jenny@example.com', description: 'Socks', metadata: { a: 'b' } });
    expect(made).toMatchObject({
      object: 'bitcoin_receiver',
      active: false,
      filled: false,
      amount_received: 0,
      uncaptured_funds: false,
      transactions: { data: [], url: `/v1/bitcoin/receivers/${made.id}/transactions` },
    });
    const coins = (made.bitcoin_amount / 1e8).toFixed(8);
    expect(made.bitcoin_uri).toBe(`bitcoin:${made.inbound_address}?amount=${coins}`);
    // The clock goes on by itself meanwhile.
    await api.post('/_sandbox/clock', { advance: 590 });
    expect(await api.get(`/v1/bitcoin/receivers/${made.id}`)).toEqual(made);
    await api.post('/_sandbox/clock', { advance: 10 });
    expect((await api.get(`/v1/bitcoin/receivers/${made.id}`)).bitcoin_amount).not.toBe(made.bitcoin_amount);
    await expect(open({ currency: 'eur' })).rejects.toMatchObject({ param: 'currency' });
    await expect(open({ amount: 49 })).rejects.toMatchObject({ code: 'amount_too_small' });
    await expect(
      api.post('/v1/charges', { amount: 1000, currency: 'usd', source: made.id }),
    ).rejects.toMatchObject({
      param: 'source',
    });
  });

  test('are filled in test mode when their e-mail address says so, and charged once', async () => {
    const made = await open({ email: 'do+fill_now@stripe.com' });
    expect(made).toMatchObject({ active: true, filled: true, amount_received: 1000, uncaptured_funds: true });
    expect(made.transactions.data).toMatchObject([{ amount: 1000, receiver: made.id }]);
    const charge = { amount: 1000, currency: 'usd', source: made.id };
    await expect(api.post('/v1/charges', { ...charge, amount: 900 })).rejects.toMatchObject({
      param: 'amount',
    });
    const paid = await api.post('/v1/charges', charge);
    expect(paid).toMatchObject({
      paid: true,
      source: { object: 'bitcoin_receiver', used_for_payment: true },
    });
    expect(paid.id).toMatch(/^py_/);
    expect(await api.get(`/v1/bitcoin/receivers/${made.id}`)).toMatchObject({
      payment: paid.id,
      uncaptured_funds: false,
    });
    await expect(api.post('/v1/charges', charge)).rejects.toMatchObject({ param: 'source' });
    expect(await moneyOf(api)).toEqual({ usd: 992 });
    const [pending] = (await api.get('/v1/balance')).pending;
    expect(pending.source_types).toMatchObject({ bitcoin_receiver: 992 });
    await api.post('/v1/refunds', { charge: paid.id });
    expect(await moneyOf(api)).toEqual({ usd: 0 });
    const types = (await api.get('/v1/events')).data.map((one: Reply) => one.type);
    expect(types).toEqual(
      expect.arrayContaining([
        'bitcoin.receiver.created',
        'bitcoin.receiver.transaction.created',
        'bitcoin.receiver.filled',
        'bitcoin.receiver.updated',
      ]),
    );
    const listed = await api.get('/v1/charges', { source: { object: 'bitcoin_receiver' } });
    expect(listed.data).toHaveLength(1);
  });

  test('give a payment of the wrong amount back only if they shall', async () => {
    const [keeping, giving] = [
      await open({ description: 'fill_half' }),
      await open({ description: 'fill_half', refund_mispayments: true }),
    ];
    expect(giving).toMatchObject({ active: true, filled: false, amount_received: 500 });
    await api.post('/_sandbox/clock', { advance: 600 });
    expect(await api.get(`/v1/bitcoin/receivers/${keeping.id}`)).toMatchObject({ amount_received: 500 });
    expect(await api.get(`/v1/bitcoin/receivers/${giving.id}`)).toMatchObject({
      active: false,
      amount_received: 0,
    });
  });

  test('are listed by what they hold', async () => {
    const [empty, filled] = [await open(), await open({ email: 'do+fill_now@stripe.com' })];
    const ids = async (parameters: object) =>
      (await api.get('/v1/bitcoin/receivers', parameters)).data.map((one: Reply) => one.id);
    expect(await ids({})).toEqual([filled.id, empty.id]);
    expect(await ids({ filled: false })).toEqual([empty.id]);
    expect(await ids({ active: true, uncaptured_funds: true })).toEqual([filled.id]);
  });
});
