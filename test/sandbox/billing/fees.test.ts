/** What a platform keeps of the invoices of an account that is connected to it. */
import { describe, expect, test } from '@jest/globals';
import { apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { card, refusal } from '../helpers.ts';
import { billingSandbox, HOUR } from './helpers.ts';

const sandbox = billingSandbox();

/** A platform, and an account connected to it with a plan of ten dollars and a customer who can pay. */
async function connected() {
  const platform = apiAt(sandbox.url);
  const { id } = await platform.post('/v1/accounts', { managed: true });
  const account = platform.on(id);
  await account.post('/v1/plans', {
    id: 'gold',
    amount: 1000,
    currency: 'usd',
    interval: 'day',
    name: 'Gold',
  });
  const { id: customer } = await account.post('/v1/customers', { source: card() });
  return { platform, account, customer };
}

/** What Stripe takes of a charge of ten dollars. */
const STRIPE_FEE = 59;

describe('a platform', () => {
  test('keeps its share of each invoice of a subscription', async () => {
    const { platform, account, customer } = await connected();
    const subscription = await account.post('/v1/subscriptions', {
      customer,
      plan: 'gold',
      application_fee_percent: 12.5,
    });
    expect(subscription.application_fee_percent).toBe(12.5);
    await platform.post('/_sandbox/clock', { advance: 24 * HOUR + HOUR });
    const { data } = await account.get('/v1/invoices', { customer });
    expect(data.map(({ application_fee, paid }: Reply) => [application_fee, paid])).toEqual([
      [125, true],
      [125, true],
    ]);
    const fees = (await platform.get('/v1/application_fees')).data;
    expect(fees.map(({ amount, charge }: Reply) => [amount, charge])).toEqual(
      data.map(({ charge }: Reply) => [125, charge]),
    );
    expect((await moneyOf(platform))['usd']).toBe(250);
    expect((await moneyOf(account))['usd']).toBe(2 * (1000 - STRIPE_FEE - 125));
  });

  test.each([
    [{ percent_off: 50 }, 80, 500, 500],
    [{ percent_off: 50 }, 40, 500, 400],
    [{ amount_off: 900, currency: 'usd' }, 50, 100, 100],
    [{ percent_off: 100 }, 50, 0, 0],
  ])(
    'with %j keeps of an invoice no more than its total: %d %% of 1000 and of %d is %d',
    async (off, percent, total, fee) => {
      const { account, customer } = await connected();
      await account.post('/v1/coupons', { id: 'OFF', duration: 'once', ...off });
      await account.post('/v1/subscriptions', {
        customer,
        plan: 'gold',
        coupon: 'OFF',
        application_fee_percent: percent,
      });
      const { data } = await account.get('/v1/invoices', { customer });
      expect(data).toMatchObject([{ subtotal: 1000, total, application_fee: fee }]);
    },
  );

  test('keeps nothing of an invoice that is a credit', async () => {
    const { account, customer } = await connected();
    await account.post('/v1/subscriptions', { customer, plan: 'gold', application_fee_percent: 10 });
    await account.post('/v1/invoiceitems', { customer, amount: -3000, currency: 'usd' });
    const next = await account.get('/v1/invoices/upcoming', { customer });
    expect(next).toMatchObject({ total: -2000, application_fee: 0 });
  });

  test('keeps what it says of one invoice, but no more than is due', async () => {
    const { platform, account, customer } = await connected();
    await account.post('/v1/invoiceitems', { customer, amount: 1000, currency: 'usd' });
    const invoice = await account.post('/v1/invoices', { customer, application_fee: 300 });
    expect(invoice.application_fee).toBe(300);
    await account.post(`/v1/invoices/${invoice.id}`, { application_fee: 400 });
    await account.post(`/v1/customers/${customer}`, { account_balance: -800 });
    const { charge } = await account.post(`/v1/invoices/${invoice.id}/pay`, { expand: ['charge'] });
    expect(charge).toMatchObject({ amount: 200, application_fee: expect.stringMatching(/^fee_/) });
    expect(await platform.get(`/v1/application_fees/${charge.application_fee}`)).toMatchObject({
      amount: 200,
    });
  });
});

test('nobody keeps anything of invoices that are an account’s own', async () => {
  const { platform } = await connected();
  await platform.post('/v1/plans', { id: 'gold', amount: 0, currency: 'usd', interval: 'day', name: 'Gold' });
  const { id: customer } = await platform.post('/v1/customers');
  await platform.post('/v1/invoiceitems', { customer, amount: 1000, currency: 'usd' });
  for (const [request, param] of [
    [platform.post('/v1/invoices', { customer, application_fee: 10 }), 'application_fee'],
    [
      platform.post('/v1/subscriptions', { customer, plan: 'gold', application_fee_percent: 10 }),
      'application_fee_percent',
    ],
  ] as const) {
    expect(await refusal(request)).toMatchObject({ status: 400, type: 'invalid_request_error', param });
  }
});
