/** Stripe fails while it carries a call out, and keeps that answer for the call's idempotency key. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '#lib/config/config.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import { createCard } from '#lib/surfaces/card/create.ts';
import type { Session } from '#lib/surfaces/card/session.ts';
import {
  atStripe,
  CARD,
  callAs,
  cardsOf,
  cardToken,
  expectAgreement,
  newAccount,
  owner,
  setupCardService,
  stripe,
} from './helpers.ts';

const bench = setupCardService();

afterEach(() => stripe(bench, 'DELETE', '/_sandbox/faults'));

const customersAtStripe = async () =>
  (await stripe(bench, 'GET', '/v1/customers', { limit: '100' })).data.length as number;

const fail = (path: string, more: Record<string, string> = {}) =>
  stripe(bench, 'POST', '/_sandbox/faults', { kind: 'error', status: '500', method: 'POST', path, ...more });

/** A session whose calls of an operation are carried out, and fail all the same, each time. */
function failingAfter(path: string): Session {
  const session = bench.service.session(Date.now() + 30_000);
  const call: Session['stripe'] = async (operation, values, key) => {
    const answer = await session.stripe(operation, values, key);
    if (operation.path === path && operation.method === 'POST') {
      const headers = { 'idempotent-replayed': 'true' };
      throw new StripeApiError(500, { type: 'api_error', message: 'Sorry.' }, { headers });
    }
    return answer;
  };
  return { ...session, stripe: call };
}

const wanted = { name: 'Business', number: '4242', month: 12, year: 2035 };

const CARD_PATH =
  readConfig().CARD_PAYMENTS === 'payment_intents' ? '/v1/payment_methods' : '/v1/customers/*/sources';

const STEPS = [
  ['the customer', '/v1/customers', '/v1/customers'],
  ['the card', CARD_PATH, '/v1/customers/{customer}/sources'],
] as const;

describe.each(STEPS)('a failure in making %s', (_, path, template) => {
  const year = String(new Date().getUTCFullYear() + 1);

  test.each([
    ['a token', async () => ({ stripeToken: await cardToken(bench) })],
    ['a test token', async () => ({ year, stripeToken: 'tok_visa' })],
  ])('locks nobody out: %s', async (_name, make) => {
    const account = newAccount();
    const before = await customersAtStripe();
    const body = { ...CARD, ...(await make()) };
    await fail(path, { count: '1' });
    const replies = [
      await callAs(owner(account), 'create', body),
      await callAs(owner(account), 'create', body),
    ];
    expect(replies[1]?.status).toBe(200);
    expect(await customersAtStripe()).toBe(before + 1);
    expect(await cardsOf(account)).toHaveLength(
      body.stripeToken === 'tok_visa' ? replies.filter(({ status }) => status === 200).length : 1,
    );
    await expectAgreement(bench, account);
  });

  test('that lasts is told of, and nobody is locked out after it', async () => {
    const account = newAccount();
    const body = { ...CARD, stripeToken: await cardToken(bench) };
    const before = await customersAtStripe();
    await fail(path);
    expect((await callAs(owner(account), 'create', body)).status).toBe(500);
    await stripe(bench, 'DELETE', '/_sandbox/faults');
    expect((await callAs(owner(account), 'create', body)).status).toBe(200);
    expect(await customersAtStripe()).toBe(before + 1);
    expect(await cardsOf(account)).toHaveLength(1);
    await expectAgreement(bench, account);
  });

  test('of calls at once makes one customer and each card once', async () => {
    const account = newAccount();
    const body = { ...CARD, stripeToken: await cardToken(bench) };
    const before = await customersAtStripe();
    await fail(path, { count: '1' });
    await Promise.all([1, 2, 3, 4].map(() => callAs(owner(account), 'create', body)));
    expect((await callAs(owner(account), 'create', body)).status).toBe(200);
    expect(await customersAtStripe()).toBe(before + 1);
    expect(await cardsOf(account)).toHaveLength(1);
    await expectAgreement(bench, account);
  });

  test.each(['a token', 'tok_visa'])('that was carried out all the same loses nothing: %s', async (name) => {
    const account = newAccount();
    const before = await customersAtStripe();
    const given =
      name === 'tok_visa'
        ? { ...wanted, year: Number(year), stripeToken: name }
        : { ...wanted, stripeToken: await cardToken(bench) };
    await createCard(failingAfter(template), account, given);
    expect(await customersAtStripe()).toBe(before + 1);
    expect((await atStripe(bench, account)).cards).toHaveLength(1);
    await expectAgreement(bench, account);
  });
});
