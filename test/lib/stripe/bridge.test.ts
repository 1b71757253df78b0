/** What a call that takes a bridge comes to when today's Stripe answers what an old caller does not know. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '#lib/config/config.ts';
import * as accounts from '#lib/operations/accounts.ts';
import * as charges from '#lib/operations/charges.ts';
import * as events from '#lib/operations/events.ts';
import * as invoices from '#lib/operations/invoices.ts';
import { TODAY } from '#lib/operations/operation.ts';
import * as orders from '#lib/operations/orders.ts';
import * as sources from '#lib/operations/sources.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { RequestOptions } from '#lib/stripe/send.ts';
import { json, type Script, type Seen, startUpstream, type Upstream } from '../../helpers/upstream.ts';

let upstream: Upstream;
afterEach(() => upstream.close());

/** A client that pays by intents. */
async function client(script: Script, environment: Record<string, string> = {}) {
  upstream = await startUpstream(script);
  return stripeClient(
    readConfig({ STRIPE_API_BASE: upstream.url, CARD_PAYMENTS: 'payment_intents', ...environment }),
  );
}

const caller = (more: Partial<RequestOptions> = {}): RequestOptions => ({
  apiKey: 'sk_test_client',
  apiVersion: '2016-07-06',
  deadline: Date.now() + 10_000,
  idempotencyKey: 'mine',
  ...more,
});

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };
const SECRET = 'pi_1_secret_ofThePayment';
const intent = (status: string, more: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  status,
  client_secret: SECRET,
  latest_charge: 'ch_1',
  ...more,
});

/** Answers by the method and the path of a request; what is not named is a failure of the test. */
const answering =
  (answers: Record<string, Script>): Script =>
  (response, seen, index) =>
    (answers[`${seen.method} ${seen.url.split('?')[0]}`] ?? unexpected)(response, seen, index);
const unexpected: Script = (response, { method, url }) =>
  json(response, 404, { error: { type: 'test', message: `Not expected: ${method} ${url}` } });
const fine =
  (body: object): Script =>
  (response) =>
    json(response, 200, body);
const refused =
  (status: number, error: object): Script =>
  (response) =>
    json(response, status, { error });
const drop: Script = (response) => response.socket?.destroy();

const declined = {
  type: 'card_error',
  code: 'incorrect_cvc',
  message: 'Your card’s security code is incorrect.',
  charge: 'ch_1',
  payment_intent: intent('requires_payment_method'),
  payment_method: { id: 'pm_1', object: 'payment_method' },
};

/** What a call throws. */
async function errorOf(call: Promise<unknown>): Promise<StripeApiError & StripeConnectionError> {
  return call.then(
    (answer) => {
      throw new Error(`It went well: ${JSON.stringify(answer)}`);
    },
    (error: unknown) => error as StripeApiError & StripeConnectionError,
  );
}

const steps = () => upstream.seen.map(({ method, url }) => `${method} ${url}`);
const keyOf = ({ headers }: Seen) => headers['idempotency-key'];

describe('a charge', () => {
  test('is an intent at the version of today, and read at the caller’s', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('succeeded')),
        'GET /v1/charges/ch_1': fine({ id: 'ch_1', object: 'charge', captured: true }),
      }),
    );
    const { body, headers } = await send(charges.create, charge, caller());
    expect(body).toEqual({ id: 'ch_1', object: 'charge', captured: true });
    expect(headers).toMatchObject({ 'idempotency-key': 'mine', 'request-id': 'req_1' });
    expect(upstream.seen.map(({ headers: sent }) => sent['stripe-version'])).toEqual([TODAY, '2016-07-06']);
    expect(Object.fromEntries(new URLSearchParams(upstream.seen[0]!.body))).toEqual({
      amount: '500',
      currency: 'usd',
      capture_method: 'automatic',
      'allowed_payment_method_types[0]': 'card',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][token]': 'tok_visa',
      error_on_requires_action: 'true',
      confirm: 'true',
    });
  });

  test.each([
    ['absent', { off_session: 'true' }],
    ['present', { error_on_requires_action: 'true' }],
  ])('of a saved card says that the payer is %s', async (SAVED_CARD_PAYER, said) => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('succeeded')),
        'GET /v1/charges/ch_1': fine({ id: 'ch_1' }),
      }),
      { SAVED_CARD_PAYER },
    );
    await send(charges.create, { ...charge, customer: 'cus_1', source: 'card_1' }, caller());
    const sent = Object.fromEntries(new URLSearchParams(upstream.seen[0]!.body));
    const { off_session, error_on_requires_action } = sent;
    expect({
      ...(off_session && { off_session }),
      ...(error_on_requires_action && { error_on_requires_action }),
    }).toEqual(said);
    expect(sent).toMatchObject({ customer: 'cus_1', payment_method: 'card_1' });
  });

  test.each(['requires_action', 'requires_confirmation', 'requires_payment_method'])(
    'that Stripe answers with 200 and %s is declined, and its intent canceled',
    async (status) => {
      const send = await client(
        answering({
          'POST /v1/payment_intents': fine(intent(status)),
          'POST /v1/payment_intents/pi_1/cancel': fine(intent('canceled')),
        }),
      );
      const error = await errorOf(send(charges.create, charge, caller()));
      expect(error).toMatchObject({
        status: 402,
        error: { type: 'card_error', code: 'card_declined', decline_code: 'authentication_required' },
        retryable: false,
      });
      expect(error.error.charge).toBeUndefined();
      expect(steps()).toEqual(['POST /v1/payment_intents', 'POST /v1/payment_intents/pi_1/cancel']);
      expect(new Set([...upstream.seen.map(keyOf), 'mine']).size).toBe(3);
    },
  );

  test('is told by today’s code to a caller who knows it', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('requires_action')),
        'POST /v1/payment_intents/pi_1/cancel': fine(intent('canceled')),
      }),
    );
    const error = await errorOf(send(charges.create, charge, caller({ apiVersion: '2020-08-27' })));
    expect(error).toMatchObject({ status: 402, error: { code: 'authentication_required' } });
  });

  test('whose intent cannot be canceled for sure is uncertain, and can be repeated with the caller’s key', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('requires_action')),
        'POST /v1/payment_intents/pi_1/cancel': drop,
      }),
      { STRIPE_MAX_RETRIES: '0' },
    );
    const error = await errorOf(send(charges.create, charge, caller()));
    expect(error).toMatchObject({ status: 502, retryable: true, idempotencyKey: 'mine' });
  });

  test('that turns out to be paid when it is to be canceled is paid', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('processing')),
        'POST /v1/payment_intents/pi_1/cancel': refused(400, {
          type: 'invalid_request_error',
          code: 'payment_intent_unexpected_state',
          message: 'It succeeded.',
        }),
        'GET /v1/payment_intents/pi_1': fine(intent('succeeded')),
        'GET /v1/charges/ch_1': fine({ id: 'ch_1' }),
      }),
    );
    expect((await send(charges.create, charge, caller())).body).toMatchObject({ id: 'ch_1' });
  });

  test('that something answers with no intent is uncertain', async () => {
    const send = await client(answering({ 'POST /v1/payment_intents': fine({ fine: true }) }), {
      STRIPE_MAX_RETRIES: '0',
    });
    const error = await errorOf(send(charges.create, charge, caller()));
    expect(error).toMatchObject({ status: 502, retryable: true, idempotencyKey: 'mine' });
    expect(steps()).toEqual(['POST /v1/payment_intents']);
  });

  test('that is paid without a charge in the response is uncertain', async () => {
    const paid = intent('succeeded', { latest_charge: null });
    const send = await client(answering({ 'POST /v1/payment_intents': fine(paid) }));
    const error = await errorOf(send(charges.create, charge, caller()));
    expect(error).toMatchObject({ status: 502, idempotencyKey: 'mine' });
    expect(error.message).toMatch(/completed the payment pi_1, but did not name its charge/);
  });

  test('that is declined, and paid when it is to be canceled, is paid', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': refused(402, declined),
        'POST /v1/payment_intents/pi_1/cancel': refused(400, {
          type: 'invalid_request_error',
          code: 'payment_intent_unexpected_state',
          message: 'It succeeded.',
        }),
        'GET /v1/payment_intents/pi_1': fine(intent('succeeded')),
        'GET /v1/charges/ch_1': fine({ id: 'ch_1' }),
      }),
    );
    expect((await send(charges.create, charge, caller())).body).toMatchObject({ id: 'ch_1' });
  });

  test.each(['toString', '__proto__', 'constructor'])(
    'with an error about %s is rejected with it',
    async (param) => {
      const error = { type: 'invalid_request_error', message: 'No.', param };
      const send = await client(answering({ 'POST /v1/payment_intents': refused(400, error) }));
      expect(await errorOf(send(charges.create, charge, caller()))).toMatchObject({
        status: 400,
        parameter: param,
      });
    },
  );

  test('that is declined says so as in 2016, and nothing of the intent', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': refused(402, declined),
        'POST /v1/payment_intents/pi_1/cancel': fine(intent('canceled')),
      }),
    );
    const error = await errorOf(send(charges.create, charge, caller()));
    const { type, code, message } = declined;
    expect(error.error).toEqual({ type, code, message, param: 'cvc', charge: 'ch_1' });
    expect(error.parameter).toBe('cvc');
    expect(JSON.stringify({ ...error })).not.toMatch(/secret|payment_intent|pm_1/);
  });

  test('names parameters as its caller does', async () => {
    const param = 'payment_method_data[card][token]';
    const send = await client(
      answering({
        'POST /v1/payment_intents': refused(400, { type: 'invalid_request_error', message: 'No.', param }),
      }),
    );
    expect(await errorOf(send(charges.create, charge, caller()))).toMatchObject({ parameter: 'source' });
    const old = { ...caller(), apiVersion: '2013-08-13' };
    expect(await errorOf(send(charges.create, charge, old))).toMatchObject({ error: { param: 'card' } });
  });

  test('repeats its steps under the same keys, and others under another key', async () => {
    const send = await client(
      answering({
        'POST /v1/payment_intents': fine(intent('succeeded')),
        'GET /v1/charges/ch_1': fine({ id: 'ch_1' }),
      }),
    );
    for (const idempotencyKey of ['mine', 'mine', 'other']) {
      await send(charges.create, charge, caller({ idempotencyKey }));
    }
    const [first, second, third] = upstream.seen.filter(({ method }) => method === 'POST').map(keyOf);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('without a key of the caller’s tells the key that all its steps are repeated with', async () => {
    const send = await client(answering({ 'POST /v1/payment_intents': drop }), { STRIPE_MAX_RETRIES: '0' });
    const error = await errorOf(send(charges.create, charge, caller({ idempotencyKey: undefined })));
    expect(error.idempotencyKey).toMatch(/^[\w-]{36}$/);
    const [first] = upstream.seen.map(keyOf);
    await errorOf(send(charges.create, charge, caller({ idempotencyKey: error.idempotencyKey })));
    expect(upstream.seen.map(keyOf).at(-1)).toBe(first);
  });
});

describe('a capture', () => {
  const held = { id: 'ch_1', captured: false, payment_intent: 'pi_1', amount: 500, amount_captured: 0 };

  test('that Stripe failed at for good, although it was made, is made', async () => {
    let isCaptured = false;
    const send = await client(
      answering({
        'GET /v1/charges/ch_1': (response) =>
          json(response, 200, { ...held, captured: isCaptured, amount_captured: isCaptured ? 500 : 0 }),
        'POST /v1/payment_intents/pi_1/capture': (response) => {
          isCaptured = true;
          const error = { type: 'api_error', message: 'Failed.' };
          json(response, 500, { error }, { 'idempotent-replayed': 'true' });
        },
      }),
    );
    const { body } = await send(charges.capture, { charge: 'ch_1' }, caller());
    expect(body).toMatchObject({ id: 'ch_1', captured: true });
  });

  test('of a captured charge is refused as in 2016', async () => {
    const send = await client(
      answering({
        'GET /v1/charges/ch_1': fine({ ...held, captured: true, amount_captured: 500 }),
        'POST /v1/payment_intents/pi_1/capture': refused(400, {
          type: 'invalid_request_error',
          code: 'payment_intent_unexpected_state',
          message: 'This PaymentIntent has succeeded.',
        }),
      }),
    );
    const error = await errorOf(send(charges.capture, { charge: 'ch_1' }, caller()));
    expect(error).toMatchObject({ status: 400, error: { code: 'charge_already_captured' } });
  });
});

describe('a response that is not the requested object', () => {
  const method = { id: 'pm_1', object: 'payment_method', customer: 'cus_1', card: { brand: 'visa' } };
  const read = { customer: 'cus_1', id: 'pm_1' };
  const path = 'GET /v1/customers/cus_1/payment_methods/pm_1';

  test.each<[string, object]>([
    ['has no id', { ...method, id: undefined }],
    ['has a card that is text', { ...method, card: 'visa' }],
    ['has an address that is a number', { ...method, billing_details: { address: 7 } }],
    ['has an owner that is a list', { ...method, customer: [] }],
  ])('is a failure of Stripe’s if it %s', async (_, body) => {
    const send = await client(answering({ [path]: fine(body) }));
    const error = await errorOf(send(sources.retrieve, read, caller({ idempotencyKey: undefined })));
    expect(error).toMatchObject({ status: 502, code: 'stripe_response_invalid' });
    expect(error.message).toMatch(/with status 200 and an invalid payment method/);
  });

  test('is one if only fields are missing that versions do not have', async () => {
    const send = await client(answering({ [path]: fine({ ...method, object: undefined, metadata: null }) }));
    expect((await send(sources.retrieve, read, caller())).body).toMatchObject({ id: 'pm_1', brand: 'Visa' });
  });

  test('does not make a rejection for another reason one of a missing card', async () => {
    const error = {
      type: 'invalid_request_error',
      message: 'Not now.',
      param: 'payment_method',
      code: 'lock_timeout',
    };
    const send = await client(answering({ [path]: refused(400, error) }));
    expect(await errorOf(send(sources.retrieve, read, caller()))).toMatchObject({
      status: 400,
      message: 'Not now.',
    });
  });
});

describe('an event', () => {
  test('shows no secret of an intent', async () => {
    const event = { id: 'evt_1', object: 'event', data: { object: intent('succeeded') } };
    const send = await client(
      answering({
        'GET /v1/events/evt_1': fine(event),
        'GET /v1/events': fine({ object: 'list', data: [event] }),
      }),
    );
    for (const { body } of [
      await send(events.retrieve, { id: 'evt_1' }, caller()),
      await send(events.list, {}, caller()),
    ]) {
      expect(JSON.stringify(body)).toContain('pi_1');
      expect(JSON.stringify(body)).not.toContain(SECRET);
    }
  });
});

describe('an error of a call without a bridge', () => {
  test.each([
    ['2016-07-06', false],
    ['2019-02-19', true],
  ])('at %s shows the intent: %s', async (apiVersion, isShown) => {
    const send = await client(
      refused(402, { ...declined, code: 'card_declined', doc_url: 'https://stripe' }),
    );
    const error = await errorOf(send(invoices.pay, { invoice: 'in_1' }, caller({ apiVersion })));
    expect(error.text?.includes(SECRET)).toBe(isShown);
    expect(JSON.parse(error.text!).error).toMatchObject({ code: 'card_declined', doc_url: 'https://stripe' });
  });

  test('names the parameter that today’s Stripe leaves to the code', async () => {
    const send = await client(refused(402, declined));
    const error = await errorOf(send(invoices.pay, { invoice: 'in_1' }, caller()));
    expect(error).toMatchObject({ error: { code: 'incorrect_cvc', param: 'cvc' }, parameter: 'cvc' });
    expect(JSON.stringify({ ...error })).not.toContain(SECRET);
  });

  test('that only the cardholder could mend is a decline', async () => {
    const code = 'invoice_payment_intent_requires_action';
    const send = await client(refused(402, { ...declined, type: 'invalid_request_error', code }));
    expect(await errorOf(send(invoices.pay, { invoice: 'in_1' }, caller()))).toMatchObject({
      status: 402,
      error: { type: 'card_error', code: 'card_declined', decline_code: 'authentication_required' },
    });
  });
});

describe('what Stripe has withdrawn', () => {
  const order = { currency: 'usd' };

  test.each([
    [
      'an order',
      (send: Awaited<ReturnType<typeof client>>) => send(orders.create, order, caller()),
      refused(404, {
        type: 'invalid_request_error',
        message: 'Unrecognized request URL (POST: /v1/orders).',
      }),
      /Unrecognized request URL \(POST: \/v1\/orders\)\. .*Checkout Sessions/,
    ],
    [
      'a card number',
      (send: Awaited<ReturnType<typeof client>>) =>
        send(charges.create, { ...charge, source: { number: '4242424242424242' } }, caller()),
      refused(402, {
        type: 'card_error',
        message: 'Sending credit card numbers directly to the Stripe API is generally unsafe.',
      }),
      /unsafe\. Use Stripe\.js/,
    ],
    [
      'an account',
      (send: Awaited<ReturnType<typeof client>>) => send(accounts.create, { managed: true }, caller()),
      refused(400, {
        type: 'invalid_request_error',
        message: 'Stripe no longer recommends Accounts v1 for new Connect integrations.',
      }),
      /integrations\. Enable “Accounts v1 support”/,
    ],
  ])('is explained after Stripe’s own words: %s', async (_name, call, script, message) => {
    const send = await client(script);
    const error = await errorOf(call(send));
    expect(error.error.message).toMatch(message);
    expect(error.text === undefined ? error.error : JSON.parse(error.text).error).toMatchObject({
      message: error.error.message,
    });
  });

  test('is explained where charges are made as in 2016', async () => {
    const script = refused(400, {
      type: 'invalid_request_error',
      message: 'Card tokens have reached their end of life on the Customers and Charges APIs.',
    });
    const send = await client(script, { CARD_PAYMENTS: 'charges' });
    const error = await errorOf(send(charges.create, charge, caller()));
    expect(error.error.message).toMatch(/Set CARD_PAYMENTS to payment_intents/);
  });

  test('is not explained where the call itself is wrong', async () => {
    const send = await client(
      refused(400, {
        type: 'invalid_request_error',
        message: 'Missing required param: currency.',
        param: 'currency',
      }),
    );
    const error = await errorOf(send(orders.create, order, caller()));
    expect(error.error.message).toBe('Missing required param: currency.');
  });
});
