/** Payment methods, and saved cards seen as such. */
import { describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { accounts, type Loose, refusal } from '../helpers.ts';
import { type AccountOfToday, customerWith, eventsAfter, methodOf, openToday, rejection } from '../today.ts';

const sandbox = accounts();
const open = () => openToday(sandbox.url);

/** A customer with a card saved long ago. */
async function saved(
  account: AccountOfToday,
  token = 'tok_visa',
): Promise<{ customer: string; card: string }> {
  const { id, default_source } = await account.call('POST', '/v1/customers', { source: token });
  return { customer: id, card: default_source };
}

const ids = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);

describe('a payment method', () => {
  test('is made from a token or a number, whole', async () => {
    const { stripe } = open();
    const billing_details = {
      name: 'Jenny',
      email: 'jenny@example.com',
      phone: '+1555',
      address: { line1: 'A', city: 'B', postal_code: '94111', country: 'US', state: 'CA' },
    };
    const made = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '378282246310005', exp_month: 3, exp_year: 40, cvc: '1234' },
      billing_details,
      metadata: { a: '1' },
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^pm_\w{24}$/),
      type: 'card',
      customer: null,
      billing_details: { ...billing_details, address: { ...billing_details.address, line2: null } },
      card: {
        brand: 'amex',
        checks: {
          address_line1_check: 'unchecked',
          address_postal_code_check: 'unchecked',
          cvc_check: 'unchecked',
        },
        exp_month: 3,
        exp_year: 2040,
        last4: '0005',
      },
      metadata: { a: '1' },
    });
    const bare = await methodOf({ stripe } as AccountOfToday);
    expect(bare.billing_details.address).toEqual({
      city: null,
      country: null,
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    });
  });

  test.each<[string, object, object]>([
    ['without a type', { card: { token: 'tok_visa' } }, { code: 'parameter_missing', param: 'type' }],
    ['of another kind', { type: 'ideal' }, { param: 'type' }],
    ['without a card', { type: 'card' }, { code: 'parameter_missing', param: 'card' }],
    [
      'with half a card',
      { type: 'card', card: { number: '4242424242424242' } },
      { param: 'card[exp_month]' },
    ],
    ['with both', { type: 'card', card: { token: 'tok_visa', exp_month: 1 } }, { param: 'card[exp_month]' }],
    [
      'from no card token',
      { type: 'card', card: { token: 'pm_card_visa' } },
      { param: 'token', message: expect.stringMatching(/^Invalid token id/) },
    ],
    [
      'from a token that there is not',
      { type: 'card', card: { token: 'tok_1' } },
      { param: 'token', message: expect.stringMatching(/^Invalid token id/) },
    ],
    [
      'for a customer at once',
      { type: 'card', card: { token: 'tok_visa' }, customer: 'cus_1' },
      { param: 'customer' },
    ],
    [
      'copied on no connected account',
      { customer: 'cus_1', payment_method: 'pm_1' },
      { param: 'payment_method' },
    ],
  ])('%s is rejected', async (_, given, expected) => {
    const error = await rejection(open().stripe.paymentMethods.create(given as never));
    expect(error).toMatchObject({ statusCode: 400, type: 'invalid_request_error', ...expected });
  });

  test('is attached, which checks it, and attached to the same customer again', async () => {
    const account = open();
    const { stripe } = account;
    const { id: customer } = await stripe.customers.create({});
    const { id } = await methodOf(account);
    const attached = await stripe.paymentMethods.attach(id, { customer });
    expect(attached).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } });
    expect(await stripe.paymentMethods.attach(id, { customer })).toEqual(attached);
    expect(await eventsAfter(account)).toEqual(['customer.created', 'payment_method.attached']);
    const { id: other } = await stripe.customers.create({});
    expect(await rejection(stripe.paymentMethods.attach(id, { customer: other }))).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
    });
    expect(await rejection(stripe.paymentMethods.attach(id, {}))).toMatchObject({
      code: 'parameter_missing',
      param: 'customer',
    });
    expect(await rejection(stripe.paymentMethods.attach('pm_1', { customer }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'payment_method',
    });
  });

  test('whose bank declines is not attached, but for one that only charges show', async () => {
    const account = open();
    const { stripe } = account;
    const { id: customer } = await stripe.customers.create({});
    const declined = await methodOf(account, 'tok_chargeDeclined');
    expect(await rejection(stripe.paymentMethods.attach(declined.id, { customer }))).toMatchObject({
      statusCode: 402,
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    const error = await rejection(
      stripe.customers.create({ payment_method: declined.id, email: 'a@example.com' }),
    );
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(ids(await stripe.customers.list())).toEqual([customer]);
    await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
  });

  test('is detached for good', async () => {
    const account = open();
    const { stripe } = account;
    const { customer, method } = await customerWith(account);
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
    expect(await stripe.paymentMethods.detach(method)).toMatchObject({ id: method, customer: null });
    const [event] = (await stripe.events.list({ type: 'payment_method.detached' })).data;
    expect(event!.data.previous_attributes).toEqual({ customer });
    expect((await stripe.customers.retrieve(customer)) as Stripe.Customer).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    const gone = await rejection(stripe.paymentMethods.detach(method));
    expect(gone).toMatchObject({ statusCode: 400, type: 'invalid_request_error' });
    expect(gone).not.toHaveProperty('code');
    expect(await rejection(stripe.paymentMethods.attach(method, { customer }))).toMatchObject({
      message: expect.stringMatching(/may not be used again/),
    });
  });

  test('is updated while it is a customer’s: whom it bills, and when it expires', async () => {
    const account = open();
    const { stripe } = account;
    const { method } = await customerWith(account);
    const changed = await stripe.paymentMethods.update(method, {
      billing_details: { name: 'Jenny', address: { postal_code: '94111' } },
      card: { exp_month: 5, exp_year: 2041 },
      metadata: { a: '1' },
    });
    expect(changed).toMatchObject({
      billing_details: { name: 'Jenny', address: { postal_code: '94111' } },
      card: { exp_month: 5, exp_year: 2041 },
      metadata: { a: '1' },
    });
    const unset = await stripe.paymentMethods.update(method, { billing_details: { name: '' }, metadata: '' });
    expect(unset).toMatchObject({ billing_details: { name: null }, metadata: {} });
    expect(
      await rejection(stripe.paymentMethods.update(method, { card: { number: '1' } } as never)),
    ).toMatchObject({
      param: 'card[number]',
      code: 'parameter_unknown',
    });
    const { id } = await methodOf(account);
    expect(await rejection(stripe.paymentMethods.update(id, { metadata: { a: '1' } }))).toMatchObject({
      statusCode: 400,
    });
  });
});

describe('lists', () => {
  test('hold what a customer pays with, in pages, both kinds; without a customer nothing', async () => {
    const account = open();
    const { stripe } = account;
    const { customer, card } = await saved(account);
    const methods: string[] = [];
    for (const token of ['tok_visa', 'tok_mastercard', 'tok_amex']) {
      const { id } = await methodOf(account, token);
      methods.unshift((await stripe.paymentMethods.attach(id, { customer })).id);
    }
    await customerWith(account);
    const all = [...methods, card];
    expect(ids(await stripe.paymentMethods.list({ customer, type: 'card' }))).toEqual(all);
    const first = await stripe.customers.listPaymentMethods(customer, { limit: 2 });
    expect(first).toMatchObject({ has_more: true, url: `/v1/customers/${customer}/payment_methods` });
    const rest = await stripe.customers.listPaymentMethods(customer, { starting_after: first.data[1]!.id });
    expect([...ids(first), ...ids(rest)]).toEqual(all);
    expect(rest.data.map(({ object }) => object)).toEqual(['payment_method', 'payment_method']);
    expect((await stripe.paymentMethods.list()).data).toEqual([]);
    expect(await rejection(stripe.paymentMethods.list({ customer: 'cus_1' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    });
    expect(await rejection(stripe.customers.listPaymentMethods('cus_1'))).toMatchObject({
      statusCode: 404,
      param: 'id',
    });
  });

  test('one of a customer is found by way of it, those of others are not', async () => {
    const account = open();
    const [one, other] = [await customerWith(account), await customerWith(account)];
    const { customers } = account.stripe;
    expect((await customers.retrievePaymentMethod(one.customer, one.method)).id).toBe(one.method);
    expect(await rejection(customers.retrievePaymentMethod(one.customer, other.method))).toMatchObject({
      statusCode: 404,
      param: 'payment_method',
    });
    expect(await rejection(customers.retrievePaymentMethod('cus_1', one.method))).toMatchObject({
      statusCode: 404,
      param: 'id',
    });
  });
});

describe('a saved card', () => {
  test('is a payment method of the same id', async () => {
    const account = open();
    const { stripe, call } = account;
    const { id: customer } = await stripe.customers.create({});
    const source = {
      object: 'card',
      number: '5555555555554444',
      exp_month: 1,
      exp_year: 2040,
      name: 'Jenny',
      address_line1: 'A',
      address_zip: '94111',
    };
    const { id } = await call('POST', `/v1/customers/${customer}/sources`, { source });
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({
      id,
      object: 'payment_method',
      customer,
      billing_details: { name: 'Jenny', address: { line1: 'A', postal_code: '94111' } },
      card: { brand: 'mastercard', last4: '4444', checks: { address_postal_code_check: 'pass' } },
    });
    await stripe.paymentMethods.update(id, { billing_details: { name: 'Joe' }, card: { exp_year: 2045 } });
    const path = `/v1/customers/${customer}/sources/${id}`;
    expect(await call('GET', path)).toMatchObject({
      id,
      object: 'card',
      name: 'Joe',
      exp_year: 2045,
      brand: 'MasterCard',
    });
    await call('POST', path, { name: 'Ann' });
    expect((await stripe.paymentMethods.retrieve(id)).billing_details.name).toBe('Ann');
    expect(await stripe.customers.retrieveSource(customer, id)).toMatchObject({
      object: 'card',
      name: 'Ann',
    });
  });

  test('is deleted when it is detached', async () => {
    const account = open();
    const { customer, card } = await saved(account);
    expect(await account.stripe.paymentMethods.detach(card)).toMatchObject({ id: card, customer: null });
    expect(await rejection(account.stripe.paymentMethods.retrieve(card))).toMatchObject({ statusCode: 404 });
    const path = `/v1/customers/${customer}`;
    expect(await refusal(account.call('GET', `${path}/sources/${card}`))).toMatchObject({ status: 404 });
    expect(await account.call('GET', path)).toMatchObject({
      default_source: null,
      sources: { total_count: 0 },
    });
  });

  test('payment methods are not among the sources, nor taken for one', async () => {
    const account = open();
    const { call } = account;
    const { customer, method } = await customerWith(account);
    const path = `/v1/customers/${customer}`;
    expect(await call('GET', path)).toMatchObject({ default_source: null, sources: { data: [] } });
    expect((await call('GET', `${path}/sources`)).data).toEqual([]);
    expect(await refusal(call('GET', `${path}/sources/${method}`))).toMatchObject({ status: 404 });
    expect(await refusal(call('DELETE', `${path}/cards/${method}`))).toMatchObject({ status: 404 });
    expect(await refusal(call('POST', path, { default_source: method }))).toMatchObject({
      param: 'default_source',
    });
    const charge = { amount: 500, currency: 'usd', customer, source: method };
    expect(await refusal(call('POST', '/v1/charges', charge))).toMatchObject({
      status: 400,
      param: 'source',
    });
    const refused = account.stripe.customers.update(customer, { default_source: method });
    expect(await rejection(refused)).toMatchObject({ code: 'resource_missing', param: 'default_source' });
  });

  test('is expanded as a payment method where one is meant', async () => {
    const account = open();
    const { customer, card } = await saved(account);
    await account.stripe.customers.update(customer, { invoice_settings: { default_payment_method: card } });
    const shown = (await account.stripe.customers.retrieve(customer, {
      expand: ['default_source'],
    })) as Loose;
    expect(shown.default_source).toMatchObject({ id: card, object: 'card', brand: 'Visa' });
    const intent = await account.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer,
      payment_method: card,
      expand: ['payment_method'],
    });
    expect(intent.payment_method).toMatchObject({ id: card, object: 'payment_method' });
  });
});

test('a customer takes its payment methods along when it is deleted', async () => {
  const account = open();
  const { customer, method } = await customerWith(account);
  await account.stripe.customers.del(customer);
  expect(await rejection(account.stripe.paymentMethods.retrieve(method))).toMatchObject({ statusCode: 404 });
});

test('the default must be the customer’s own', async () => {
  const account = open();
  const { customer } = await customerWith(account);
  const { method: other } = await customerWith(account);
  const set = (default_payment_method: string) =>
    account.stripe.customers.update(customer, { invoice_settings: { default_payment_method } });
  expect(await rejection(set(other))).toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'invoice_settings[default_payment_method]',
  });
  expect(await rejection(set('pm_1'))).toMatchObject({ statusCode: 400, code: 'resource_missing' });
});

test('a platform’s payment method is copied to a connected account', async () => {
  const account = open();
  const { customer, method } = await customerWith(account, 'tok_amex');
  const { id: stripeAccount } = await account.call('POST', '/v1/accounts', { managed: true });
  const copy = await account.stripe.paymentMethods.create(
    { customer, payment_method: method },
    { stripeAccount },
  );
  expect(copy).toMatchObject({ card: { brand: 'amex' }, customer: null });
  expect(copy.id).not.toBe(method);
  const paid = await account.stripe.paymentIntents.create(
    { amount: 500, currency: 'usd', payment_method: copy.id, confirm: true, application_fee_amount: 50 },
    { stripeAccount },
  );
  expect(paid.status).toBe('succeeded');
  const { method: other } = await customerWith(account);
  for (const wrong of [{ customer, payment_method: other }, { payment_method: method }]) {
    expect(await rejection(account.stripe.paymentMethods.create(wrong, { stripeAccount }))).toMatchObject({
      statusCode: 400,
    });
  }
});
