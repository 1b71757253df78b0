import { describe, expect, test } from '@jest/globals';
import { eventTypes, type Loose, refusal } from '../helpers.ts';
import { billingSandbox, makeCustomer, makePlan } from './helpers.ts';

const sandbox = billingSandbox();

describe('a plan', () => {
  test('is made with its defaults', async () => {
    const { stripe, call } = sandbox.open();
    const plan: Loose = await call('POST', '/v1/plans', {
      id: 'gold',
      amount: 2000,
      currency: 'USD',
      interval: 'month',
      name: 'Gold Special',
    });
    expect(plan).toEqual({
      id: 'gold',
      object: 'plan',
      amount: 2000,
      created: expect.any(Number),
      currency: 'usd',
      interval: 'month',
      interval_count: 1,
      livemode: false,
      metadata: {},
      name: 'Gold Special',
      statement_descriptor: null,
      trial_period_days: null,
    });
    expect(await stripe.plans.retrieve('gold')).toMatchObject({ id: 'gold', amount: 2000 });
  });

  test('may be free, and have any characters in its id', async () => {
    const account = sandbox.open();
    const { id, amount } = await makePlan(account, { id: 'Frei & für alle/1', amount: 0 });
    expect(amount).toBe(0);
    expect(await account.stripe.plans.retrieve(id)).toMatchObject({ id });
  });

  test.each([
    ['day', 365, 366],
    ['week', 52, 53],
    ['month', 12, 13],
    ['year', 1, 2],
  ])('has an interval of at most a year: in %ss, %i', async (interval, most, more) => {
    const account = sandbox.open();
    expect(await makePlan(account, { interval, interval_count: most })).toMatchObject({
      interval_count: most,
    });
    expect(await refusal(makePlan(account, { id: 'more', interval, interval_count: more }))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'interval_count',
    });
  });

  test.each([
    ['amount', { amount: -1 }],
    ['amount', { amount: '12.5' }],
    ['currency', { currency: 'dollars' }],
    ['interval', { interval: 'decade' }],
    ['statement_descriptor', { statement_descriptor: 'A <b>' }],
    ['trial_period_days', { trial_period_days: -1 }],
  ])('is refused with a wrong %s', async (param, fields) => {
    expect(await refusal(makePlan(sandbox.open(), fields))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param,
    });
  });

  test('is not made twice', async () => {
    const account = sandbox.open();
    await makePlan(account);
    expect(await refusal(makePlan(account, { amount: 1 }))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: 'Plan already exists.',
    });
  });

  test('changes its name and what is kept with it', async () => {
    const account = sandbox.open();
    await makePlan(account, { metadata: { a: '1', b: '2' } });
    const changed = await account.call('POST', '/v1/plans/gold', {
      name: 'Golden',
      metadata: { a: '', c: '3' },
      statement_descriptor: 'GOLDEN',
    });
    expect(changed).toMatchObject({
      amount: 1000,
      name: 'Golden',
      metadata: { b: '2', c: '3' },
      statement_descriptor: 'GOLDEN',
    });
    expect(await refusal(account.call('POST', '/v1/plans/gold', { amount: 1 }))).toMatchObject({
      status: 400,
      message: 'Received unknown parameter: amount',
    });
  });

  test('is deleted, and leaves who has subscribed to it what they have', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const customer = await makeCustomer(account, undefined, { plan: 'gold' });
    const [{ id }] = customer.subscriptions.data;
    expect(await account.stripe.plans.del('gold')).toEqual({ deleted: true, id: 'gold' });
    expect(await refusal(account.stripe.plans.retrieve('gold'))).toMatchObject({
      status: 404,
      message: 'No such plan: gold',
      param: 'id',
    });
    await makePlan(account, { amount: 9900 });
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ plan: { amount: 1000 } });
    const { amount_due } = await account.call('GET', '/v1/invoices/upcoming', { customer: customer.id });
    expect(amount_due).toBe(1000);
  });

  test('is shown as it is now to who subscribed before', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const customer = await makeCustomer(account, undefined, { plan: 'gold' });
    await account.call('POST', '/v1/plans/gold', { name: 'Golden' });
    const { subscriptions } = await account.call('GET', `/v1/customers/${customer.id}`);
    expect(subscriptions.data[0].plan.name).toBe('Golden');
  });

  test('is listed, newest first, and tells of its changes', async () => {
    const account = sandbox.open();
    for (const id of ['a', 'b', 'c']) {
      await makePlan(account, { id });
    }
    const first = await account.call('GET', '/v1/plans', { limit: 2 });
    expect(first).toMatchObject({ object: 'list', url: '/v1/plans', has_more: true });
    expect(first.data.map(({ id }: Loose) => id)).toEqual(['c', 'b']);
    const { data } = await account.call('GET', '/v1/plans', { starting_after: 'b' });
    expect(data.map(({ id }: Loose) => id)).toEqual(['a']);
    await account.call('POST', '/v1/plans/a', { name: 'A' });
    await account.stripe.plans.del('a');
    expect((await eventTypes(account)).slice(-3)).toEqual(['plan.created', 'plan.updated', 'plan.deleted']);
  });
});
