/** Payment intents, by the real client at today's version. */
import { describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { apiAt, moneyOf } from '../../helpers/api.ts';
import { accounts, refusal } from '../helpers.ts';
import { customerWith, eventsAfter, methodOf, openToday, rejection } from '../today.ts';

const sandbox = accounts();
const open = () => openToday(sandbox.url);

const CARDS = { allowed_payment_method_types: ['card' as const] };
const paid = { amount: 900, currency: 'usd', ...CARDS };
const confirmed = (method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) => ({
  ...paid,
  confirm: true,
  capture_method: 'automatic' as const,
  payment_method: method,
  ...more,
});

describe('the way of a payment', () => {
  test('begins without a payment method, which may come with the confirmation', async () => {
    const { stripe, ...account } = open();
    const made = await stripe.paymentIntents.create({ ...paid, description: 'Socks', metadata: { a: '1' } });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^pi_\w{24}$/),
      status: 'requires_payment_method',
      amount: 900,
      amount_received: 0,
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      client_secret: expect.stringMatching(new RegExp(`^${made.id}_secret_`)),
      latest_charge: null,
      payment_method: null,
      payment_method_types: ['card'],
    });
    const chosen = await stripe.paymentIntents.update(made.id, {
      payment_method: 'pm_card_visa',
      amount: 800,
    });
    expect(chosen).toMatchObject({ status: 'requires_confirmation', amount: 800 });
    const done = await stripe.paymentIntents.confirm(made.id);
    expect(done).toMatchObject({
      status: 'succeeded',
      amount_received: 800,
      amount_capturable: 0,
      payment_method: chosen.payment_method,
    });
    const charge = await stripe.charges.retrieve(done.latest_charge as string);
    expect(charge).toMatchObject({
      amount: 800,
      amount_captured: 800,
      captured: true,
      description: 'Socks',
      metadata: { a: '1' },
      paid: true,
      payment_intent: made.id,
      payment_method: done.payment_method,
      payment_method_details: {
        type: 'card',
        card: { brand: 'visa', last4: '4242', checks: { cvc_check: 'pass' } },
      },
      source: null,
      status: 'succeeded',
    });
    expect(await eventsAfter({ stripe, ...account })).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
  });

  test.each<[string, Stripe.PaymentIntentCreateParams.CaptureMethod | undefined, boolean]>([
    ['captured automatically, it is accounted for at once', 'automatic', true],
    ['captured asynchronously, a moment later', 'automatic_async', false],
    ['so it is when nothing is said', undefined, false],
  ])('%s', async (_, capture_method, atOnce) => {
    const { stripe } = open();
    const { latest_charge } = await stripe.paymentIntents.create({
      ...confirmed('pm_card_visa'),
      capture_method: capture_method as 'automatic',
      expand: ['latest_charge'],
    });
    const charge = latest_charge as Stripe.Charge;
    expect(charge.balance_transaction === null).toBe(!atOnce);
    const { balance_transaction } = await stripe.charges.retrieve(charge.id);
    expect(balance_transaction).toMatch(/^txn_/);
  });

  test('held, it is captured within seven days', async () => {
    const account = open();
    const { stripe, advance } = account;
    const held = await stripe.paymentIntents.create(confirmed('pm_card_visa', { capture_method: 'manual' }));
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 900, amount_received: 0 });
    const charge = await stripe.charges.retrieve(held.latest_charge as string);
    expect(charge).toMatchObject({
      captured: false,
      amount_captured: 0,
      paid: true,
      balance_transaction: null,
    });
    expect(charge.payment_method_details!.card!.capture_before).toBe(charge.created + 7 * 86_400);
    await advance(7 * 86_400 - 60);
    const captured = await stripe.paymentIntents.capture(held.id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 900 });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
      captured: true,
      amount_captured: 900,
      balance_transaction: expect.stringMatching(/^txn_/),
    });
    expect(await eventsAfter(account)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
  });

  test('captured in part, the rest is released without a refund', async () => {
    const { stripe, at, key } = open();
    const held = await stripe.paymentIntents.create(confirmed('pm_card_visa', { capture_method: 'manual' }));
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 500 });
    expect(captured).toMatchObject({ amount: 900, amount_received: 500, amount_capturable: 0 });
    const id = held.latest_charge as string;
    expect(await stripe.charges.retrieve(id)).toMatchObject({
      amount: 900,
      amount_captured: 500,
      amount_refunded: 0,
      refunded: false,
    });
    expect(await at('2016-07-06').charges.retrieve(id)).toMatchObject({
      amount_refunded: 0,
      amount_captured: 500,
    });
    const refund = await stripe.refunds.create({ charge: id });
    expect(refund).toMatchObject({ amount: 500, payment_intent: held.id });
    expect((await stripe.charges.retrieve(id)).refunded).toBe(true);
    expect(await moneyOf(apiAt(sandbox.url, key))).toEqual({ usd: 0 });
  });

  test('held for longer, it is canceled by Stripe', async () => {
    const account = open();
    const { stripe, advance } = account;
    const held = await stripe.paymentIntents.create(confirmed('pm_card_visa', { capture_method: 'manual' }));
    await advance(7 * 86_400);
    expect(await stripe.paymentIntents.retrieve(held.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
      amount_capturable: 0,
    });
    expect((await eventsAfter(account)).slice(-2)).toEqual(['charge.expired', 'payment_intent.canceled']);
  });

  test('canceled, what is held is released, and the charge looks as before', async () => {
    const { stripe, key } = open();
    const held = await stripe.paymentIntents.create(confirmed('pm_card_visa', { capture_method: 'manual' }));
    const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'duplicate' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'duplicate',
      canceled_at: expect.any(Number),
    });
    expect(await stripe.charges.retrieve(held.latest_charge as string)).toMatchObject({
      captured: false,
      refunded: false,
      amount_refunded: 0,
    });
    expect(await moneyOf(apiAt(sandbox.url, key))).toEqual({ usd: 0 });
  });

  test('disputed, it is so between the charge and its success', async () => {
    const account = open();
    await account.stripe.paymentIntents.create(confirmed('pm_card_createDispute'));
    expect(await eventsAfter(account)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
    ]);
    await moneyOf(apiAt(sandbox.url, account.key));
  });
});

/** Intents in each of their states. */
const STATES: Readonly<Record<string, Partial<Stripe.PaymentIntentCreateParams> & { ended?: true }>> = {
  requires_payment_method: {},
  requires_confirmation: { payment_method: 'pm_card_visa' },
  requires_action: { payment_method: 'pm_card_authenticationRequired', confirm: true },
  requires_capture: { payment_method: 'pm_card_visa', confirm: true, capture_method: 'manual' },
  succeeded: { payment_method: 'pm_card_visa', confirm: true },
  canceled: { ended: true },
};

/** What each act leads to, where it is possible. */
const ACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  confirm: { requires_confirmation: 'succeeded' },
  'confirm with a method': { requires_payment_method: 'succeeded', requires_confirmation: 'succeeded' },
  capture: { requires_capture: 'succeeded' },
  cancel: {
    requires_payment_method: 'canceled',
    requires_confirmation: 'canceled',
    requires_action: 'canceled',
    requires_capture: 'canceled',
  },
  'update the amount': {
    requires_payment_method: 'requires_payment_method',
    requires_confirmation: 'requires_confirmation',
    requires_action: 'requires_action',
  },
};

describe('the states', () => {
  const perform = (stripe: Stripe, act: string, id: string) =>
    ({
      confirm: () => stripe.paymentIntents.confirm(id),
      'confirm with a method': () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
      capture: () => stripe.paymentIntents.capture(id),
      cancel: () => stripe.paymentIntents.cancel(id),
      'update the amount': () => stripe.paymentIntents.update(id, { amount: 700 }),
    })[act]!();

  for (const [state, { ended, ...given }] of Object.entries(STATES)) {
    for (const [act, leads] of Object.entries(ACTS)) {
      const after = leads[state];
      test(`${act} from ${state}: ${after ?? 'rejected'}`, async () => {
        const { stripe, key } = open();
        const made = await stripe.paymentIntents.create({ ...paid, ...given } as never);
        const before = ended ? await stripe.paymentIntents.cancel(made.id) : made;
        expect(before.status).toBe(state);
        if (after === undefined) {
          expect(await rejection(perform(stripe, act, made.id))).toMatchObject({
            statusCode: 400,
            type: 'invalid_request_error',
            code: 'payment_intent_unexpected_state',
            payment_intent: { id: made.id, status: state },
          });
          expect(await stripe.paymentIntents.retrieve(made.id)).toMatchObject({ status: state, amount: 900 });
        } else {
          expect((await perform(stripe, act, made.id)).status).toBe(after);
        }
        await moneyOf(apiAt(sandbox.url, key));
      });
    }
  }
});

describe('declines', () => {
  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card_declined', 'card_velocity_exceeded'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
  ])('%s: %s, %s', async (method, code, decline_code) => {
    const account = open();
    const { stripe } = account;
    const error = await rejection(stripe.paymentIntents.create(confirmed(method)));
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'card_error',
      code,
      charge: expect.stringMatching(/^ch_/),
      doc_url: expect.stringMatching(/^https:\/\/docs\.stripe\.com\/error-codes/),
      payment_intent: { object: 'payment_intent', status: 'requires_payment_method', payment_method: null },
      payment_method: { object: 'payment_method', type: 'card' },
    });
    expect(error.decline_code).toBe(decline_code);
    expect(error).not.toHaveProperty('param');
    const intent = await stripe.paymentIntents.retrieve(error.payment_intent.id);
    expect(intent.latest_charge).toBe(error.charge);
    expect(intent.last_payment_error).toMatchObject({
      type: 'card_error',
      code,
      charge: error.charge,
      payment_method: { id: error.payment_method.id },
    });
    expect(await stripe.charges.retrieve(error.charge)).toMatchObject({ paid: false, status: 'failed' });
    expect(await eventsAfter(account)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
    const again = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(again).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });
});

describe('authentication', () => {
  const required = {
    statusCode: 402,
    type: 'card_error',
    code: 'authentication_required',
    decline_code: 'authentication_required',
  };

  test.each<[string, object]>([
    ['off_session', { off_session: true }],
    ['error_on_requires_action', { error_on_requires_action: true }],
  ])('fails a payment with %s, and no charge is made', async (_, flag) => {
    const account = open();
    const { stripe } = account;
    const error = await rejection(
      stripe.paymentIntents.create(confirmed('pm_card_authenticationRequired', flag)),
    );
    expect(error).toMatchObject({
      ...required,
      payment_intent: { status: 'requires_payment_method', latest_charge: null },
    });
    expect(error).not.toHaveProperty('charge');
    expect((await stripe.charges.list()).data).toEqual([]);
    expect(await eventsAfter(account)).toEqual(['payment_intent.created', 'payment_intent.payment_failed']);
  });

  test('is asked for otherwise: 200 is not paid', async () => {
    const account = open();
    const { stripe, call } = account;
    const asked = await stripe.paymentIntents.create(confirmed('pm_card_authenticationRequired'));
    expect(asked).toMatchObject({
      status: 'requires_action',
      latest_charge: null,
      next_action: { type: 'use_stripe_sdk', use_stripe_sdk: expect.any(Object) },
    });
    expect((await stripe.charges.list()).data).toEqual([]);
    expect(await call('POST', '/_sandbox/authentications', { intent: asked.id })).toEqual({
      id: asked.id,
      status: 'succeeded',
    });
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      status: 'succeeded',
      next_action: null,
    });
    expect(await eventsAfter(account)).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  test('that fails, or is followed by a decline, leaves the payment open', async () => {
    const { stripe, call } = open();
    for (const [method, succeeds, code] of [
      ['pm_card_authenticationRequired', false, 'payment_intent_authentication_failure'],
      ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', true, 'card_declined'],
      ['pm_card_threeDSecureRequiredChargeDeclined', true, 'card_declined'],
    ] as const) {
      const { id } = await stripe.paymentIntents.create(confirmed(method));
      const answer = call('POST', '/_sandbox/authentications', { intent: id, succeeds });
      expect(await refusal(answer)).toMatchObject({ status: 402, code });
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code },
      });
    }
  });

  test('confirmed by the server, goes on when the server confirms once more', async () => {
    const { stripe, call } = open();
    const asked = await stripe.paymentIntents.create(
      confirmed('pm_card_threeDSecure2Required', { confirmation_method: 'manual' }),
    );
    await call('POST', '/_sandbox/authentications', { intent: asked.id });
    expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('requires_confirmation');
    expect((await stripe.paymentIntents.confirm(asked.id)).status).toBe('succeeded');
  });

  test.each<[string, object, string | undefined]>([
    ['tok_authenticationRequiredOnSetup', { off_session: true }, 'authentication_required'],
    ['tok_authenticationRequiredSetupForOffSession', { off_session: true }, undefined],
    [
      'tok_authenticationRequiredSetupForOffSession',
      { error_on_requires_action: true },
      'authentication_required',
    ],
    ['tok_authenticationRequired', { off_session: true }, 'authentication_required'],
    ['tok_threeDSecureOptional', { off_session: true }, undefined],
  ])('%s saved with a customer, with %j: %s', async (token, flag, code) => {
    const account = open();
    const { customer, method } = await customerWith(account, token);
    const payment = account.stripe.paymentIntents.create(confirmed(method, { customer, ...flag }));
    if (code === undefined) {
      expect((await payment).status).toBe('succeeded');
    } else {
      expect(await rejection(payment)).toMatchObject({ ...required, code });
    }
  });

  test('is not asked for again once a card is set up for payments without the cardholder', async () => {
    const account = open();
    const { customer, method } = await customerWith(account, 'tok_authenticationRequiredOnSetup');
    const setup = await account.stripe.setupIntents.create({
      customer,
      payment_method: method,
      confirm: true,
    });
    expect(setup.status).toBe('requires_action');
    await account.call('POST', '/_sandbox/authentications', { intent: setup.id });
    const payment = confirmed(method, { customer, off_session: true });
    expect((await account.stripe.paymentIntents.create(payment)).status).toBe('succeeded');
  });
});

describe('which payment method', () => {
  test('a token makes one, and is spent by it', async () => {
    const { stripe, call } = open();
    const token = await call('POST', '/v1/tokens', {
      card: { number: '5555555555554444', exp_month: 1, exp_year: 2040, cvc: '123' },
    });
    const data = { type: 'card', card: { token: token.id }, billing_details: { name: 'Jenny' } };
    const given = { ...confirmed('x'), payment_method: undefined, payment_method_data: data } as never;
    const done = await stripe.paymentIntents.create(given, { idempotencyKey: 'once' });
    expect(done.status).toBe('succeeded');
    expect(await stripe.paymentMethods.retrieve(done.payment_method as string)).toMatchObject({
      billing_details: { name: 'Jenny' },
      card: { brand: 'mastercard', checks: { cvc_check: 'pass' } },
      customer: null,
    });
    expect((await stripe.paymentIntents.create(given, { idempotencyKey: 'once' })).id).toBe(done.id);
    expect(await rejection(stripe.paymentIntents.create(given))).toMatchObject({
      statusCode: 400,
      code: 'token_already_used',
    });
  });

  test.each<[string, (method: string, customer: string) => object, object]>([
    [
      'a token as such',
      () => ({ payment_method: 'tok_visa' }),
      { param: 'payment_method', message: expect.stringContaining('payment_method_data') },
    ],
    [
      'one that there is not',
      () => ({ payment_method: 'pm_1' }),
      { code: 'resource_missing', param: 'payment_method', message: "No such PaymentMethod: 'pm_1'" },
    ],
    [
      'a card that there is not',
      () => ({ payment_method: 'card_1' }),
      { message: "No such PaymentMethod: 'card_1'" },
    ],
    [
      'that of another customer',
      (method) => ({ payment_method: method, customer: 'other' }),
      { param: 'payment_method' },
    ],
    [
      'that of a customer who is not named',
      (method) => ({ payment_method: method }),
      { code: 'parameter_missing', param: 'source' },
    ],
    ['none', () => ({ payment_method: undefined }), { code: 'payment_intent_unexpected_state' }],
    [
      'both',
      (method, customer) => ({
        payment_method: method,
        customer,
        payment_method_data: { type: 'card', card: { token: 'tok_visa' } },
      }),
      { param: 'payment_method_data' },
    ],
  ])('%s is rejected', async (_, given, expected) => {
    const account = open();
    const { customer, method } = await customerWith(account);
    const { id: other } = await account.stripe.customers.create({});
    const wanted: Record<string, unknown> = { ...confirmed(method), ...given(method, customer) };
    const payment = account.stripe.paymentIntents.create({
      ...wanted,
      ...(wanted['customer'] === 'other' && { customer: other }),
    } as never);
    expect(await rejection(payment)).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
      ...expected,
    });
    expect((await account.stripe.paymentIntents.list()).data).toEqual([]);
  });

  test('one that is nobody’s works once', async () => {
    const account = open();
    const { id } = await methodOf(account);
    expect((await account.stripe.paymentIntents.create(confirmed(id))).status).toBe('succeeded');
    expect(await rejection(account.stripe.paymentIntents.create(confirmed(id)))).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(/may not be used again/),
    });
  });

  test('is saved with the customer where that is asked for, and not otherwise', async () => {
    const account = open();
    const { stripe } = account;
    const { id: customer } = await stripe.customers.create({});
    const [kept, used] = [await methodOf(account), await methodOf(account)];
    await stripe.paymentIntents.create(confirmed(kept.id, { customer, setup_future_usage: 'off_session' }));
    await stripe.paymentIntents.create(confirmed(used.id, { customer }));
    const { data } = await stripe.customers.listPaymentMethods(customer);
    expect(data.map(({ id }) => id)).toEqual([kept.id]);
  });

  test('is the default source of a customer of old when none is named', async () => {
    const account = open();
    const { id: customer, default_source } = await account.call('POST', '/v1/customers', {
      source: 'tok_amex',
    });
    const done = await account.stripe.paymentIntents.create({
      ...confirmed('x', { customer }),
      payment_method: undefined as never,
      expand: ['latest_charge', 'payment_method'],
    });
    expect(done.payment_method).toMatchObject({
      id: default_source,
      object: 'payment_method',
      card: { brand: 'amex' },
    });
    expect((done.latest_charge as Stripe.Charge).source).toMatchObject({
      id: default_source,
      object: 'card',
    });
  });
});

describe('parameters', () => {
  test.each<[string, object, object]>([
    ['no amount', { amount: undefined }, { code: 'parameter_missing', param: 'amount' }],
    ['an amount of nothing', { amount: 0 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['one that Stripe does not know', { colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    [
      'a statement descriptor',
      { statement_descriptor: 'SOCKS' },
      { param: 'statement_descriptor', message: expect.stringContaining('statement_descriptor_suffix') },
    ],
    [
      'payment_method_types',
      { allowed_payment_method_types: undefined, payment_method_types: ['card'] },
      { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' },
    ],
    [
      'two ways to say which methods',
      { automatic_payment_methods: { enabled: true } },
      { param: 'automatic_payment_methods' },
    ],
    [
      'no method that there is',
      { allowed_payment_method_types: ['ideal'] },
      { param: 'allowed_payment_method_types' },
    ],
    ['off_session without a confirmation', { off_session: true }, { param: 'off_session' }],
    [
      'error_on_requires_action without one',
      { error_on_requires_action: true },
      { param: 'error_on_requires_action' },
    ],
    [
      'a fee without anybody to share with',
      { application_fee_amount: 5 },
      { param: 'application_fee_amount' },
    ],
    [
      'a destination that there is not',
      { transfer_data: { destination: 'acct_1' } },
      { param: 'transfer_data[destination]' },
    ],
    ['a customer that there is not', { customer: 'cus_1' }, { code: 'resource_missing', param: 'customer' }],
  ])('%s: rejected', async (_, given, expected) => {
    const payment = open().stripe.paymentIntents.create({ ...paid, ...given } as never);
    expect(await rejection(payment)).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
      ...expected,
    });
  });

  test('to capture: not too much, and nothing twice', async () => {
    const { stripe } = open();
    const { id } = await stripe.paymentIntents.create(
      confirmed('pm_card_visa', { capture_method: 'manual' }),
    );
    const capture = (amount_to_capture: number) =>
      rejection(stripe.paymentIntents.capture(id, { amount_to_capture }));
    expect(await capture(901)).toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' });
    expect(await capture(0)).toMatchObject({ code: 'parameter_invalid_integer', param: 'amount_to_capture' });
    await stripe.paymentIntents.capture(id);
    expect(await capture(1)).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  test('an intent that there is not', async () => {
    const { stripe } = open();
    for (const call of [
      stripe.paymentIntents.retrieve('pi_1'),
      stripe.paymentIntents.confirm('pi_1'),
      stripe.paymentIntents.capture('pi_1'),
      stripe.paymentIntents.cancel('pi_1'),
    ]) {
      expect(await rejection(call)).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
        param: 'intent',
        message: "No such payment_intent: 'pi_1'",
      });
    }
  });
});

describe('once and no more', () => {
  test('a declined payment is answered as before under its key, another one is an error', async () => {
    const { stripe } = open();
    const pay = (amount: number) =>
      rejection(
        stripe.paymentIntents.create(
          { ...confirmed('pm_card_chargeDeclined'), amount },
          { idempotencyKey: 'k' },
        ),
      );
    const [first, second] = [await pay(900), await pay(900)];
    expect(second).toEqual(first);
    expect(await pay(901)).toMatchObject({ type: 'idempotency_error', statusCode: 400 });
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  test('many at once confirm, capture and refund it once', async () => {
    const { stripe, key } = open();
    const { id } = await stripe.paymentIntents.create({
      ...paid,
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
    });
    const succeeded = async (calls: Promise<unknown>[]) =>
      (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;
    const times = <T>(call: () => Promise<T>) => Array.from({ length: 8 }, call);
    expect(await succeeded(times(() => stripe.paymentIntents.confirm(id)))).toBe(1);
    expect(await succeeded(times(() => stripe.paymentIntents.capture(id)))).toBe(1);
    expect(await succeeded(times(() => stripe.refunds.create({ payment_intent: id })))).toBe(1);
    expect(await moneyOf(apiAt(sandbox.url, key))).toEqual({ usd: 0 });
  });

  test('the customer’s card is charged once by many with one key', async () => {
    const account = open();
    const { customer, method } = await customerWith(account);
    const pay = () =>
      account.stripe.paymentIntents.create(confirmed(method, { customer }), { idempotencyKey: 'same' });
    const done = await Promise.allSettled(Array.from({ length: 6 }, pay));
    const ids = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    expect(new Set(ids).size).toBe(1);
    expect((await account.stripe.charges.list()).data).toHaveLength(1);
  });
});

describe('a charge that an intent made', () => {
  test('is captured by the intent alone, and canceled instead of refunded while it is held', async () => {
    const { stripe, call } = open();
    const held = await stripe.paymentIntents.create(confirmed('pm_card_visa', { capture_method: 'manual' }));
    const charge = held.latest_charge as string;
    const named = { status: 400, type: 'invalid_request_error', message: expect.stringContaining(held.id) };
    expect(await refusal(call('POST', `/v1/charges/${charge}/capture`))).toMatchObject(named);
    expect(await refusal(call('POST', '/v1/refunds', { charge }))).toMatchObject(named);
    expect(await refusal(call('POST', `/v1/charges/${charge}/refund`))).toMatchObject(named);
    expect(await rejection(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
      statusCode: 400,
    });
  });

  test('is listed by it, updated as ever, and refunded with the events of today', async () => {
    const account = open();
    const { stripe, call } = account;
    const { id, latest_charge } = await stripe.paymentIntents.create(confirmed('pm_card_visa'));
    await stripe.paymentIntents.create(confirmed('pm_card_visa'));
    const { data } = await stripe.charges.list({ payment_intent: id });
    expect(data.map((one) => one.id)).toEqual([latest_charge]);
    expect((await call('GET', '/v1/charges', { payment_intent: id })).data).toHaveLength(1);
    const path = `/v1/charges/${latest_charge}`;
    expect(await call('POST', path, { description: 'Socks' })).toMatchObject({ description: 'Socks' });
    const count = (await eventsAfter(account)).length;
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 400 });
    expect(refund).toMatchObject({ status: 'succeeded', charge: latest_charge, payment_intent: id });
    expect(await eventsAfter(account, count)).toEqual(['refund.created', 'charge.refunded']);
    expect((await stripe.refunds.list({ payment_intent: id })).data).toHaveLength(1);
  });

  test.each([
    ['pm_card_pendingRefund', 'pending', 'succeeded', 0],
    ['pm_card_refundFail', 'succeeded', 'failed', 900],
  ])('of %s has refunds that are %s first and then %s', async (method, first, then, left) => {
    const { stripe, advance, key } = open();
    const { id, latest_charge } = await stripe.paymentIntents.create(confirmed(method));
    const refund = await stripe.refunds.create({ payment_intent: id });
    expect(refund.status).toBe(first);
    await advance(86_400);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe(then);
    const { amount, amount_refunded } = await stripe.charges.retrieve(latest_charge as string);
    expect(amount - amount_refunded).toBe(left);
    await moneyOf(apiAt(sandbox.url, key));
  });
});
