/** Setup intents. */
import { expect, test } from '@jest/globals';
import { accounts, refusal } from '../helpers.ts';
import { eventsAfter, openToday, rejection } from '../today.ts';

const sandbox = accounts();
const open = () => openToday(sandbox.url);

test('a payment method is saved with the customer', async () => {
  const account = open();
  const { stripe } = account;
  const { id: customer } = await stripe.customers.create({});
  const made = await stripe.setupIntents.create({
    customer,
    description: 'Card',
    allowed_payment_method_types: ['card'],
  });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^seti_\w{24}$/),
    status: 'requires_payment_method',
    usage: 'off_session',
    client_secret: expect.stringMatching(/_secret_/),
  });
  const done = await stripe.setupIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
  expect(done).toMatchObject({ status: 'succeeded', payment_method: expect.stringMatching(/^pm_/) });
  const { data } = await stripe.customers.listPaymentMethods(customer);
  expect(data.map(({ id }) => id)).toEqual([done.payment_method]);
  expect(await eventsAfter(account)).toEqual([
    'customer.created',
    'setup_intent.created',
    'payment_method.attached',
    'setup_intent.succeeded',
  ]);
});

test('a declined card is not, and the intent stays open', async () => {
  const account = open();
  const { stripe } = account;
  const { id: customer } = await stripe.customers.create({});
  const error = await rejection(
    stripe.setupIntents.create({ customer, payment_method: 'pm_card_chargeDeclined', confirm: true }),
  );
  expect(error).toMatchObject({
    statusCode: 402,
    type: 'card_error',
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method', last_setup_error: { code: 'card_declined' } },
  });
  const { id } = error.setup_intent;
  expect((await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })).status).toBe(
    'succeeded',
  );
});

test.each([
  [true, 'succeeded'],
  [false, 'requires_payment_method'],
])('the cardholder is asked where the bank wants that; authenticated: %s, %s', async (succeeds, status) => {
  const { stripe, call } = open();
  const { id: customer } = await stripe.customers.create({});
  const asked = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
  });
  expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
  const answer = call('POST', '/_sandbox/authentications', { intent: asked.id, succeeds });
  if (succeeds) {
    expect(await answer).toEqual({ id: asked.id, status });
  } else {
    expect(await refusal(answer)).toMatchObject({ code: 'setup_intent_authentication_failure' });
  }
  expect((await stripe.setupIntents.retrieve(asked.id)).status).toBe(status);
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(succeeds ? 1 : 0);
});

test('is canceled until it has succeeded', async () => {
  const { stripe } = open();
  const { id } = await stripe.setupIntents.create({ payment_method: 'pm_card_visa' });
  expect(await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' })).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'abandoned',
  });
  for (const call of [stripe.setupIntents.cancel(id), stripe.setupIntents.confirm(id)]) {
    expect(await rejection(call)).toMatchObject({
      statusCode: 400,
      code: 'setup_intent_unexpected_state',
      setup_intent: { id, status: 'canceled' },
    });
  }
  expect(await rejection(stripe.setupIntents.retrieve('seti_1'))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    param: 'intent',
  });
});

test('are listed by customer, and updated', async () => {
  const { stripe } = open();
  const { id: customer } = await stripe.customers.create({});
  const { id } = await stripe.setupIntents.create({ customer });
  await stripe.setupIntents.create({});
  const changed = await stripe.setupIntents.update(id, {
    metadata: { a: '1' },
    payment_method: 'pm_card_visa',
  });
  expect(changed).toMatchObject({ status: 'requires_confirmation', metadata: { a: '1' } });
  expect((await stripe.setupIntents.list({ customer })).data.map((one) => one.id)).toEqual([id]);
});
