/** Subscriptions and invoices that are paid with payment methods. */
import { describe, expect, test } from '@jest/globals';
import { apiAt, moneyOf } from '../../helpers/api.ts';
import { accounts, type Loose, refusal } from '../helpers.ts';
import { type AccountOfToday, customerWith, eventsAfter, methodOf, openToday, rejection } from '../today.ts';

const sandbox = accounts();
const open = () => openToday(sandbox.url);

const gold = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };
const MONTH = 32 * 86_400;

/** An account with a plan, and a customer who has a payment method, or several. */
async function withPlan(...tokens: string[]) {
  const account = open();
  await account.call('POST', '/v1/plans', gold);
  const { id: customer } = await account.stripe.customers.create({});
  const methods: string[] = [];
  for (const token of tokens) {
    const { id } = await methodOf(account, token);
    methods.push((await account.stripe.paymentMethods.attach(id, { customer })).id);
  }
  return { account, customer, methods };
}

const setDefault = ({ stripe }: AccountOfToday, customer: string, default_payment_method: string) =>
  stripe.customers.update(customer, { invoice_settings: { default_payment_method } });

/** What the charges of an account were paid with, newest first. */
const paidWith = async ({ stripe }: AccountOfToday) =>
  (await stripe.charges.list()).data.map(({ payment_method }) => payment_method);

describe('what is charged', () => {
  test('is the subscription’s method, then the customer’s, then the default source; renewals go by it, too', async () => {
    const { account, customer, methods } = await withPlan('tok_visa', 'tok_mastercard');
    const [visa, mastercard] = methods as [string, string];
    const { default_source: card } = await account.call('POST', `/v1/customers/${customer}`, {
      source: 'tok_amex',
    });
    const subscribed = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    expect(await paidWith(account)).toEqual([card]);
    await setDefault(account, customer, visa);
    await account.advance(MONTH);
    expect(await paidWith(account)).toEqual([visa, card]);
    const own = await account.call('POST', `/v1/subscriptions/${subscribed.id}`, {
      default_payment_method: mastercard,
    });
    expect(own.default_payment_method).toBe(mastercard);
    await account.advance(MONTH);
    expect(await paidWith(account)).toEqual([mastercard, visa, card]);
    await account.call('POST', `/v1/subscriptions/${subscribed.id}`, { default_payment_method: '' });
    await account.stripe.paymentMethods.detach(visa);
    await account.advance(MONTH);
    expect(await paidWith(account)).toEqual([card, mastercard, visa, card]);
    await moneyOf(apiAt(sandbox.url, account.key));
  });

  test('by a payment method is charged by an intent of the invoice', async () => {
    const { account, customer, methods } = await withPlan('tok_visa');
    await setDefault(account, customer, methods[0]!);
    const before = (await eventsAfter(account)).length;
    await account.call('POST', '/v1/subscriptions', {
      customer,
      plan: 'gold',
      payment_behavior: 'error_if_incomplete',
    });
    const { data } = await account.call('GET', '/v1/invoices', { customer });
    expect(data[0]).toMatchObject({ paid: true, charge: expect.stringMatching(/^ch_/) });
    const charge = await account.call('GET', `/v1/charges/${data[0].charge}`);
    expect(charge).toMatchObject({
      invoice: data[0].id,
      source: null,
      payment_method: methods[0],
      amount: 2000,
    });
    expect(await account.stripe.paymentIntents.retrieve(charge.payment_intent)).toMatchObject({
      status: 'succeeded',
      customer,
      latest_charge: charge.id,
    });
    expect(await eventsAfter(account, before)).toEqual(
      expect.arrayContaining([
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice.payment_succeeded',
      ]),
    );
  });

  test.each(['/v1/subscriptions', 'of the customer', 'the only one'])(
    'can be said when subscribing: %s',
    async (which) => {
      const { account, customer, methods } = await withPlan('tok_visa', 'tok_amex');
      const path =
        which === 'the only one'
          ? `/v1/customers/${customer}/subscription`
          : which === 'of the customer'
            ? `/v1/customers/${customer}/subscriptions`
            : which;
      await account.call('POST', path, {
        ...(which === '/v1/subscriptions' && { customer }),
        plan: 'gold',
        default_payment_method: methods[1],
      });
      expect(await paidWith(account)).toEqual([methods[1]]);
    },
  );
});

describe('a first payment that fails', () => {
  test.each<[string, object, string]>([
    ['tok_chargeCustomerFail', {}, 'card_declined'],
    ['tok_authenticationRequired', {}, 'subscription_payment_intent_requires_action'],
    ['tok_authenticationRequired', { off_session: true }, 'authentication_required'],
  ])('with %s and %j is %s, and leaves nothing', async (token, more, code) => {
    const { account, customer, methods } = await withPlan(token);
    await setDefault(account, customer, methods[0]!);
    const before = await eventsAfter(account);
    const subscribing = account.call('POST', '/v1/subscriptions', {
      customer,
      plan: 'gold',
      payment_behavior: 'error_if_incomplete',
      ...more,
    });
    expect(await refusal(subscribing)).toMatchObject({ status: 402, type: 'card_error', code });
    expect((await account.call('GET', '/v1/subscriptions')).data).toEqual([]);
    expect((await account.stripe.paymentIntents.list()).data).toEqual([]);
    expect(await eventsAfter(account)).toEqual(before);
  });

  test('without anything to pay with is as ever', async () => {
    const { account, customer } = await withPlan();
    const subscribing = account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    expect(await refusal(subscribing)).toMatchObject({
      status: 400,
      message: 'This customer has no attached payment source',
    });
  });
});

test.each(['allow_incomplete', 'default_incomplete', 'pending_if_incomplete'])(
  'the sandbox has no payment_behavior=%s, and says so',
  async (payment_behavior) => {
    const { account, customer } = await withPlan('tok_visa');
    const subscribing = account.call('POST', '/v1/subscriptions', {
      customer,
      plan: 'gold',
      payment_behavior,
    });
    expect(await refusal(subscribing)).toMatchObject({
      status: 400,
      param: 'payment_behavior',
      message: expect.stringContaining('error_if_incomplete'),
    });
  },
);

test('a method of another customer cannot pay', async () => {
  const { account, customer } = await withPlan('tok_visa');
  const { method: other } = await customerWith(account);
  const wanted = { customer, plan: 'gold', default_payment_method: other };
  expect(await refusal(account.call('POST', '/v1/subscriptions', wanted))).toMatchObject({
    status: 400,
    code: 'resource_missing',
    param: 'default_payment_method',
  });
});

describe('an invoice', () => {
  async function due(token: string): Promise<{ account: AccountOfToday; customer: string; invoice: Loose }> {
    const { account, customer, methods } = await withPlan('tok_visa', token);
    await setDefault(account, customer, methods[1]!);
    await account.call('POST', '/v1/invoiceitems', { customer, amount: 700, currency: 'usd' });
    return { account, customer, invoice: await account.call('POST', '/v1/invoices', { customer }) };
  }

  test('is paid with the method that is named', async () => {
    const { account, customer, invoice } = await due('tok_chargeCustomerFail');
    const pay = (parameters: object = {}) =>
      account.call('POST', `/v1/invoices/${invoice.id}/pay`, parameters);
    expect(await refusal(pay())).toMatchObject({
      status: 402,
      code: 'card_declined',
      charge: expect.any(String),
    });
    const { data } = await account.stripe.customers.listPaymentMethods(customer);
    const visa = data.find(({ card }) => card!.last4 === '4242')!.id;
    expect(await refusal(pay({ payment_method: 'pm_1' }))).toMatchObject({
      status: 400,
      param: 'payment_method',
    });
    expect(await refusal(pay({ payment_method: visa, off_session: false }))).toMatchObject({
      param: 'off_session',
    });
    expect(await pay({ payment_method: visa, off_session: true })).toMatchObject({
      paid: true,
      amount_due: 700,
    });
    expect(await paidWith(account)).toEqual([visa, expect.any(String)]);
  });

  test('that needs the cardholder is not paid', async () => {
    const { account, invoice } = await due('tok_authenticationRequired');
    const pay = account.stripe.rawRequest('POST', `/v1/invoices/${invoice.id}/pay`, {});
    expect(await rejection(pay)).toMatchObject({ statusCode: 400, message: expect.stringContaining('/pay') });
    const paying = account.call('POST', `/v1/invoices/${invoice.id}/pay`);
    expect(await refusal(paying)).toMatchObject({ status: 402, code: 'authentication_required' });
    expect(await account.call('GET', `/v1/invoices/${invoice.id}`)).toMatchObject({
      paid: false,
      attempted: true,
    });
  });
});
