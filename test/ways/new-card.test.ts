/** What a customer's new card does to subscriptions, the same in both ways of paying with cards. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '#lib/config/config.ts';
import * as customers from '#lib/operations/customers.ts';
import { TODAY } from '#lib/operations/operation.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { Send } from '#lib/stripe/send.ts';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { POLICIES_OF, WAYS } from '../helpers/ways.ts';

const sandbox = testSandbox();
const MONTH = 32 * 24 * 3600;

/** A card as the parameter of a version. */
const cardAt = (token: string, version = '2016-07-06') =>
  version < '2015-02-18' ? { card: token } : { source: token };

describe.each(WAYS)('a new card of a customer, with %s', (way) => {
  let api: Api;
  let send: (operation: Parameters<Send>[0], values: object, apiVersion?: string) => Promise<Reply>;

  beforeEach(async () => {
    api = apiAt(sandbox.url, `sk_test_new_card_${way}`);
    await api.post('/_sandbox/reset');
    await api.post('/_sandbox/policies', POLICIES_OF[way]);
    await api.post('/v1/plans', {
      id: 'gold',
      amount: 1000,
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
    });
    const client = stripeClient({
      ...readConfig({}),
      STRIPE_API_BASE: sandbox.url,
      CARD_PAYMENTS: way,
    });
    send = async (operation, values, apiVersion = '2016-07-06') => {
      const caller = { apiKey: `sk_test_new_card_${way}`, apiVersion, deadline: Date.now() + 60_000 };
      return (await client(operation, values as never, caller)).body as Reply;
    };
  });

  async function pastDue(version?: string): Promise<{ customer: string; subscription: string }> {
    const customer = (await send(customers.create, cardAt('tok_visa', version), version)).id;
    const { id } = await api.post('/v1/subscriptions', { customer, plan: 'gold' });
    await send(customers.update, { customer, ...cardAt('tok_chargeCustomerFail', version) }, version);
    await api.post('/_sandbox/clock', { advance: MONTH });
    expect(await api.get(`/v1/subscriptions/${id}`)).toMatchObject({ status: 'past_due' });
    return { customer, subscription: id };
  }

  test.each(['2013-08-13', '2016-07-06'])('pays what is past due, at %s', async (version) => {
    const { customer, subscription } = await pastDue(version);
    await send(customers.update, { customer, ...cardAt('tok_mastercard', version) }, version);
    expect(await api.get(`/v1/subscriptions/${subscription}`)).toMatchObject({ status: 'active' });
    const { data } = await api.get('/v1/invoices', { subscription });
    expect(data.map(({ paid }: Reply) => paid)).toEqual([true, true]);
  });

  test('is saved although it is declined for what is past due', async () => {
    const { customer, subscription } = await pastDue();
    const { default_source } = await send(customers.update, { customer, source: 'tok_chargeCustomerFail' });
    expect(default_source).toEqual(expect.any(String));
    expect(await api.get(`/v1/subscriptions/${subscription}`)).toMatchObject({ status: 'past_due' });
  });
});

describe('a subscription with a card of its own, with payment_intents', () => {
  const client = (): Send =>
    stripeClient({ ...readConfig({}), STRIPE_API_BASE: sandbox.url, CARD_PAYMENTS: 'payment_intents' });
  const caller = () => ({
    apiKey: 'sk_test_card_of_its_own',
    apiVersion: '2016-07-06',
    deadline: Date.now() + 60_000,
  });

  test('pays with the new card if the customer replaced its own, and keeps another card', async () => {
    const api = apiAt(sandbox.url, 'sk_test_card_of_its_own');
    const send = client();
    await api.post('/v1/plans', {
      id: 'gold',
      amount: 1000,
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
    });
    const made = await send(customers.create, { source: 'tok_visa' }, caller());
    const customer = made.body['id'] as string;
    const replaced = made.body['default_source'] as string;
    const today = api.at(TODAY);
    const { id: kept } = await today.post('/v1/payment_methods/pm_card_amex/attach', { customer });
    const subscribe = (method: string) =>
      api.post('/v1/subscriptions', { customer, plan: 'gold', default_payment_method: method });
    const [moved, other] = [await subscribe(replaced), await subscribe(kept)];
    const { body } = await send(customers.update, { customer, source: 'tok_mastercard' }, caller());
    const methodOf = async ({ id }: Reply) =>
      (await api.get(`/v1/subscriptions/${id}`)).default_payment_method;
    expect(await methodOf(moved)).toBe(body['default_source']);
    expect(await methodOf(other)).toBe(kept);
  });

  test('and test methods are taken where a card is', async () => {
    const { body } = await client()(customers.create, { source: 'pm_card_visa' }, caller());
    expect(body['default_source']).toMatch(/^pm_/);
    expect(body['sources']).toMatchObject({
      total_count: 1,
      data: [{ id: body['default_source'], brand: 'Visa' }],
    });
  });
});
