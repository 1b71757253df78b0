/** Sockets and blocks through the client, over HTTP, with the sandbox for Stripe. */
import { describe, expect, test } from '@jest/globals';
import { Blocks, Sockets, StripeSocketError } from '../../client/src/index.js';
import { apiAt } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { rejectionOf } from './service.ts';

const sandbox = testSandbox();
const api = testApi();
const noWarning = (message: string) => {
  throw new Error(message);
};
const optionsOf = (apiKey = testKey()) => ({ baseUrl: api.url, apiKey, warn: noWarning });
const PAYMENT = { amount: 500, currency: 'usd' };

describe('sockets', () => {
  test('charge a card, and give Stripe’s object', async () => {
    const sockets = new Sockets(optionsOf());
    const charge = await sockets.createCharge({ ...PAYMENT, card: 'tok_visa', metadata: { order: 7 } });
    expect(charge).toMatchObject({
      object: 'charge',
      amount: 500,
      status: 'succeeded',
      metadata: { order: '7' },
    });
  });

  test('throw what Stripe refused', async () => {
    const sockets = new Sockets(optionsOf());
    const error = await rejectionOf(sockets.createCharge({ ...PAYMENT, card: 'tok_chargeDeclined' }));
    expect(error).toBeInstanceOf(StripeSocketError);
    expect(error).toMatchObject({
      name: 'StripeSocketError',
      message: 'Your card was declined.',
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      declineCode: 'generic_decline',
      charge: expect.stringMatching(/^ch_/),
      requestId: expect.stringMatching(/^req_/),
      correlationId: expect.any(String),
      retryable: false,
      errors: [],
    });
  });

  test('throw all that is wrong with arguments', async () => {
    const sockets = new Sockets(optionsOf());
    const error = await rejectionOf(sockets.createCharge({ amount: -1 } as never));
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'parameter_invalid',
      param: 'amount',
      errors: [
        { param: 'amount', code: 'parameter_invalid' },
        { param: 'currency', code: 'parameter_missing' },
        { param: 'card', code: 'parameter_missing' },
      ],
    });
  });

  test('throw the one thing that is wrong as a list, too', async () => {
    const error = await rejectionOf(new Sockets(optionsOf()).subscribeCustomer({ plan: 'gold' } as never));
    const message = 'customer is required: The customer whose subscription it is.';
    expect(error).toMatchObject({
      message,
      errors: [{ param: 'customer', code: 'parameter_missing', message }],
    });
  });

  test('warn of arguments that the service does not know', async () => {
    const warnings: string[] = [];
    const sockets = new Sockets({ ...optionsOf(), warn: (message) => warnings.push(message) });
    await sockets.createCustomer({ descripton: 'Jenny' } as never);
    expect(warnings).toEqual(['createCustomer does not know these arguments and ignored them: descripton']);
  });

  test('list all cards of a customer, page by page', async () => {
    const sockets = new Sockets(optionsOf());
    const { id: customer } = await sockets.createCustomer({ source: 'tok_visa' });
    await sockets.createCard({ customer, token: 'tok_mastercard' });
    await sockets.createCard({ customer, token: 'tok_amex' });
    const { data } = await sockets.listCards({ customer });
    expect(data.map(({ brand }) => brand)).toEqual(['American Express', 'MasterCard', 'Visa']);
    const forwards = [];
    for await (const { brand } of sockets.listCards({ customer, limit: 1 })) {
      forwards.push(brand);
    }
    expect(forwards).toEqual(['American Express', 'MasterCard', 'Visa']);
    const backwards = [];
    for await (const { brand } of sockets.listCards({ customer, limit: 1, ending_before: data[2]!.id })) {
      backwards.push(brand);
    }
    expect(backwards).toEqual(['MasterCard', 'American Express']);
  });
});

describe('blocks', () => {
  test('charge a card, and give what is in the envelope', async () => {
    const blocks = new Blocks(optionsOf());
    const charge = await blocks.createCharge({ ...PAYMENT, source: 'tok_visa' });
    expect(charge).toMatchObject({ object: 'charge', amount: 500, status: 'succeeded' });
  });

  test('throw what Stripe refused, with the status that Stripe refused it with', async () => {
    const blocks = new Blocks(optionsOf());
    const error = await rejectionOf(blocks.createCharge({ ...PAYMENT, source: 'tok_chargeDeclined' }));
    expect(error).toBeInstanceOf(StripeSocketError);
    expect(error).toMatchObject({
      message: 'Your card was declined.',
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      declineCode: 'generic_decline',
      requestId: expect.stringMatching(/^req_/),
      retryable: false,
      body: { callback: 'error' },
    });
  });

  test.each([
    [
      'missing and invalid ones',
      { amount: 'x' },
      {
        message: expect.stringContaining('currency is required'),
        code: 'parameter_missing',
        param: 'currency',
        errors: [
          { param: 'currency', code: 'parameter_missing', message: 'currency is required.' },
          { param: 'amount', code: 'parameter_invalid', message: expect.stringMatching(/^amount must be/) },
        ],
      },
    ],
    [
      'invalid ones',
      { ...PAYMENT, capture: 'perhaps' },
      {
        code: 'parameter_invalid',
        param: 'capture',
        errors: [{ param: 'capture', code: 'parameter_invalid' }],
      },
    ],
    [
      'unreadable ones',
      { ...PAYMENT, metadata: '{' },
      { code: 'parameter_unreadable', param: 'metadata', errors: [{ param: 'metadata' }] },
    ],
  ])('throw what is wrong with arguments: %s', async (_, args, expected) => {
    const error = await rejectionOf(new Blocks(optionsOf()).createCharge(args as never));
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      retryable: false,
      ...expected,
    });
  });

  test('throw the code of what is wrong with two arguments at once', async () => {
    const call = new Blocks(optionsOf()).getCustomerList({ all: true, endingBefore: 'cus_1' });
    expect(await rejectionOf(call)).toMatchObject({
      status: 400,
      code: 'parameters_exclusive',
      param: 'endingBefore',
    });
  });

  test('list all customers, page by page, and in one reply', async () => {
    const blocks = new Blocks(optionsOf());
    const emails = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`);
    for (const email of emails) {
      await blocks.createCustomer({ email });
    }
    const listed = [];
    for await (const { email } of blocks.getCustomerList({ limit: 2 })) {
      listed.push(email);
    }
    expect(listed).toEqual(emails.toReversed());
    const { data, has_more } = await blocks.getCustomerList({ all: true, limit: 2 });
    expect(data.map(({ email }) => email)).toEqual(emails.toReversed());
    expect(has_more).toBe(false);
    const backwards = [];
    for await (const { email } of blocks.getCustomerList({ limit: 2, endingBefore: data[4]!.id })) {
      backwards.push(email);
    }
    expect(backwards).toEqual(emails.slice(1));
  });

  test('delete', async () => {
    const blocks = new Blocks(optionsOf());
    const { id } = await blocks.createCustomer();
    expect(await blocks.deleteCustomer({ customerId: id })).toMatchObject({ id, deleted: true });
    const customer = await blocks.getCustomer({ customerId: id });
    expect('deleted' in customer).toBe(true);
  });

  test('upload a file', async () => {
    const file = { name: 'receipt.pdf', data: Buffer.from('%PDF-1.4 receipt').toString('base64') };
    const upload = await new Blocks(optionsOf()).createFileUpload({ purpose: 'dispute_evidence', file });
    expect(upload).toMatchObject({ object: 'file_upload', size: 16, type: 'pdf' });
  });

  test('act for a connected account', async () => {
    const apiKey = testKey();
    const blocks = new Blocks(optionsOf(apiKey));
    const { id: stripeAccount } = await blocks.createAccount({ country: 'US', managed: true });
    const customer = await blocks.createCustomer({ email: 'jenny@example.com' }, { stripeAccount });
    expect((await blocks.getCustomerList()).data).toEqual([]);
    expect((await blocks.getCustomerList({}, { stripeAccount })).data).toMatchObject([{ id: customer.id }]);
  });

  test('speak another version of Stripe’s API', async () => {
    const blocks = new Blocks(optionsOf());
    const options = { stripeVersion: '2013-08-13' };
    const customer = await blocks.createCustomer({ source: 'tok_visa' }, options);
    expect(customer).toHaveProperty('cards');
    expect(customer).not.toHaveProperty('sources');
  });
});

describe('what was carried out, and whose answer was lost', () => {
  test.each([
    [
      'socket',
      (apiKey: string) => new Sockets(optionsOf(apiKey)).createCharge({ ...PAYMENT, card: 'tok_visa' }),
    ],
    [
      'block',
      (apiKey: string) => new Blocks(optionsOf(apiKey)).createCharge({ ...PAYMENT, source: 'tok_visa' }),
    ],
  ])('is carried out once: by a %s', async (_, charge) => {
    const apiKey = testKey();
    const stripe = apiAt(sandbox.url, apiKey);
    await stripe.post('/_sandbox/faults', { kind: 'drop_after', method: 'POST', path: '/v1/*', count: 3 });
    // The service makes three attempts; the client has it make another one.
    const { id } = await charge(apiKey);
    expect((await stripe.get('/v1/charges')).data).toMatchObject([{ id }]);
    expect((await stripe.get('/_sandbox/faults')).data).toEqual([]);
  });

  test('is told with the key under which it can be done again', async () => {
    const apiKey = testKey();
    const stripe = apiAt(sandbox.url, apiKey);
    const blocks = new Blocks({ ...optionsOf(apiKey), maxRetries: 0 });
    await stripe.post('/_sandbox/faults', { kind: 'drop_after', method: 'POST', path: '/v1/*' });
    const args = { ...PAYMENT, source: 'tok_visa' };
    const error = (await rejectionOf(blocks.createCharge(args))) as StripeSocketError;
    expect(error).toMatchObject({
      status: 502,
      type: 'api_connection_error',
      retryable: true,
      idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    await stripe.del('/_sandbox/faults');
    const { id } = await blocks.createCharge(args, { idempotencyKey: error.idempotencyKey! });
    expect((await stripe.get('/v1/charges')).data).toMatchObject([{ id }]);
  });
});

test('a call under the key of another one gives the reply of that', async () => {
  const blocks = new Blocks(optionsOf());
  const options = { idempotencyKey: 'order 7' };
  const args = { ...PAYMENT, source: 'tok_visa' };
  const first = await blocks.createCharge(args, options);
  expect((await blocks.createCharge(args, options)).id).toBe(first.id);
  expect((await blocks.createCharge(args)).id).not.toBe(first.id);
  expect(await rejectionOf(blocks.createCharge({ ...args, amount: 600 }, options))).toMatchObject({
    status: 400,
    type: 'idempotency_error',
  });
});
