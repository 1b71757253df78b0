import { describe, expect, test } from '@jest/globals';
import { eventTypes, type Loose, refusal, type TestAccount } from '../helpers.ts';
import {
  billingSandbox,
  clock,
  DAY,
  dateOf,
  invoicesOf,
  makeCustomer,
  makePlan,
  moment,
  reach,
} from './helpers.ts';

const sandbox = billingSandbox();

const makeCoupon = ({ call }: TestAccount, fields: object): Promise<Loose> =>
  call('POST', '/v1/coupons', { duration: 'forever', ...fields });

describe('a coupon', () => {
  test('takes off a share, or an amount', async () => {
    const account = sandbox.open();
    expect(await makeCoupon(account, { id: '25OFF', percent_off: 25 })).toEqual({
      id: '25OFF',
      object: 'coupon',
      amount_off: null,
      created: expect.any(Number),
      currency: null,
      duration: 'forever',
      duration_in_months: null,
      livemode: false,
      max_redemptions: null,
      metadata: {},
      percent_off: 25,
      redeem_by: null,
      times_redeemed: 0,
      valid: true,
    });
    expect(await makeCoupon(account, { amount_off: 500, currency: 'usd' })).toMatchObject({
      id: expect.stringMatching(/^\w{8}$/),
      amount_off: 500,
      currency: 'usd',
      percent_off: null,
    });
  });

  test.each([
    ['percent_off', {}],
    ['percent_off', { percent_off: 10, amount_off: 100, currency: 'usd' }],
    ['percent_off', { percent_off: 101 }],
    ['percent_off', { percent_off: '12.5' }],
    ['currency', { amount_off: 100 }],
    ['duration_in_months', { percent_off: 10, duration: 'repeating' }],
    ['redeem_by', { percent_off: 10, redeem_by: 1 }],
    ['duration', { percent_off: 10, duration: 'twice' }],
    ['max_redemptions', { percent_off: 10, max_redemptions: 0 }],
  ])('is refused with a wrong %s: %j', async (param, fields) => {
    expect(await refusal(makeCoupon(sandbox.open(), fields))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param,
    });
  });

  test('is not made twice, changes its metadata alone, is listed and deleted', async () => {
    const account = sandbox.open();
    await makeCoupon(account, { id: 'A', percent_off: 10 });
    expect(await refusal(makeCoupon(account, { id: 'A', percent_off: 20 }))).toMatchObject({
      status: 400,
      message: 'Coupon already exists.',
    });
    expect(await account.call('POST', '/v1/coupons/A', { metadata: { a: '1' } })).toMatchObject({
      metadata: { a: '1' },
    });
    expect(await refusal(account.call('POST', '/v1/coupons/A', { percent_off: 20 }))).toMatchObject({
      message: 'Received unknown parameter: percent_off',
    });
    expect((await account.call('GET', '/v1/coupons')).data).toHaveLength(1);
    expect(await account.call('DELETE', '/v1/coupons/A')).toEqual({ deleted: true, id: 'A' });
    expect(await refusal(account.call('GET', '/v1/coupons/A'))).toMatchObject({
      status: 404,
      message: 'No such coupon: A',
    });
    expect(await eventTypes(account)).toEqual(['coupon.created', 'coupon.updated', 'coupon.deleted']);
  });
});

describe('redeeming a coupon', () => {
  test('gives a customer a discount, which another coupon replaces', async () => {
    const account = sandbox.open();
    await makeCoupon(account, { id: 'A', percent_off: 10, duration: 'repeating', duration_in_months: 3 });
    await makeCoupon(account, { id: 'B', percent_off: 20 });
    const customer = await makeCustomer(account, undefined, { coupon: 'A' });
    const { start, end } = customer.discount;
    expect(customer.discount).toEqual({
      object: 'discount',
      coupon: await account.call('GET', '/v1/coupons/A'),
      customer: customer.id,
      end: expect.any(Number),
      start: customer.created,
      subscription: null,
    });
    expect(Math.round((end - start) / DAY / 30)).toBe(3);
    expect(customer.discount.coupon.times_redeemed).toBe(1);
    const changed = await account.call('POST', `/v1/customers/${customer.id}`, { coupon: 'B' });
    expect(changed.discount).toMatchObject({ coupon: { id: 'B' }, end: null });
    const types = await eventTypes(account);
    expect(types.filter((type) => type.startsWith('customer.discount'))).toEqual([
      'customer.discount.created',
      'customer.discount.updated',
    ]);
  });

  test('ends after so many months of the calendar', async () => {
    const account = sandbox.open();
    await reach(account, moment('2027-11-30T10:00:00'));
    await makeCoupon(account, { id: 'A', percent_off: 10, duration: 'repeating', duration_in_months: 3 });
    const customer = await makeCustomer(account, undefined, { coupon: 'A' });
    expect(dateOf(customer.discount.end)).toBe('2028-02-29T10:00:00');
    await reach(account, customer.discount.end - 1);
    expect((await account.call('GET', `/v1/customers/${customer.id}`)).discount).not.toBeNull();
    await account.advance(1);
    expect((await account.call('GET', `/v1/customers/${customer.id}`)).discount).toBeNull();
    expect((await eventTypes(account)).at(-1)).toBe('customer.discount.deleted');
  });

  test('is possible only so often, and only so long', async () => {
    const account = sandbox.open();
    await makeCoupon(account, { id: 'ONE', percent_off: 10, max_redemptions: 1 });
    await makeCoupon(account, { id: 'SOON', percent_off: 10, redeem_by: (await clock(account)) + DAY });
    await makeCustomer(account, undefined, { coupon: 'ONE' });
    expect(await account.call('GET', '/v1/coupons/ONE')).toMatchObject({ valid: false, times_redeemed: 1 });
    expect(await refusal(makeCustomer(account, undefined, { coupon: 'ONE' }))).toMatchObject({
      status: 400,
      message: 'Coupon expired: ONE',
      param: 'coupon',
    });
    await makeCustomer(account, undefined, { coupon: 'SOON' });
    await account.advance(2 * DAY);
    expect(await account.call('GET', '/v1/coupons/SOON')).toMatchObject({ valid: false, times_redeemed: 1 });
    expect(await refusal(makeCustomer(account, undefined, { coupon: 'SOON' }))).toMatchObject({
      message: 'Coupon expired: SOON',
    });
    expect(await refusal(makeCustomer(account, undefined, { coupon: 'NONE' }))).toMatchObject({
      status: 400,
      message: 'No such coupon: NONE',
      param: 'coupon',
    });
  });

  test('in another currency than the customer’s is refused', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makeCoupon(account, { id: 'EUR', amount_off: 100, currency: 'eur' });
    const { id } = await makeCustomer(account, undefined, { plan: 'gold' });
    expect(await refusal(account.call('POST', `/v1/customers/${id}`, { coupon: 'EUR' }))).toMatchObject({
      status: 400,
      message:
        "Can't combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency usd",
    });
  });

  test('stands when the coupon is deleted', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makeCoupon(account, { id: 'HALF', percent_off: 50 });
    const { id } = await makeCustomer(account, undefined, { plan: 'gold', coupon: 'HALF' });
    await account.call('DELETE', '/v1/coupons/HALF');
    await makeCoupon(account, { id: 'HALF', percent_off: 1 });
    const customer = await account.call('GET', `/v1/customers/${id}`);
    expect(customer.discount.coupon).toMatchObject({ id: 'HALF', percent_off: 50 });
    expect((await account.call('GET', '/v1/invoices/upcoming', { customer: id })).total).toBe(500);
  });
});

describe('a discount', () => {
  test('is taken off by its owner', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makeCoupon(account, { id: 'A', percent_off: 10 });
    const customer = await makeCustomer(account, undefined, { coupon: 'A' });
    const subscription = await account.call('POST', '/v1/subscriptions', {
      customer: customer.id,
      plan: 'gold',
      coupon: 'A',
    });
    expect(subscription.discount).toMatchObject({ customer: customer.id, subscription: subscription.id });
    for (const path of [`/v1/customers/${customer.id}`, `/v1/subscriptions/${subscription.id}`]) {
      expect(await account.call('DELETE', `${path}/discount`)).toEqual({
        deleted: true,
        id: expect.stringMatching(/^di_\w{24}$/),
      });
      expect((await account.call('GET', path)).discount).toBeNull();
    }
    expect(await refusal(account.call('DELETE', `/v1/customers/${customer.id}/discount`))).toMatchObject({
      status: 404,
      message: `No active discount for customer: ${customer.id}`,
    });
    expect(
      await refusal(account.call('DELETE', `/v1/subscriptions/${subscription.id}/discount`)),
    ).toMatchObject({
      status: 404,
      message: `No active discount for subscription ${subscription.id} on customer ${customer.id}`,
    });
  });

  test('of a subscription comes before that of its customer', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makeCoupon(account, { id: 'TEN', percent_off: 10 });
    await makeCoupon(account, { id: 'HALF', percent_off: 50 });
    const { id } = await makeCustomer(account, undefined, { coupon: 'TEN' });
    await account.call('POST', '/v1/subscriptions', { customer: id, plan: 'gold' });
    await account.call('POST', '/v1/subscriptions', { customer: id, plan: 'gold', coupon: 'HALF' });
    const invoices = await invoicesOf(account, id);
    expect(invoices.map(({ subtotal, total }) => [subtotal, total])).toEqual([
      [1000, 900],
      [1000, 500],
    ]);
    expect(invoices.map(({ discount }) => discount.coupon.id)).toEqual(['TEN', 'HALF']);
  });

  test.each([
    ['forever', {}, [500, 500, 500, 500]],
    ['once', {}, [500, 1000, 1000, 1000]],
    ['repeating', { duration_in_months: 2 }, [500, 500, 1000, 1000]],
  ])('that lasts %s reduces so many invoices', async (duration, fields, totals) => {
    const account = sandbox.open();
    await makePlan(account);
    await makeCoupon(account, { id: 'HALF', percent_off: 50, duration, ...fields });
    const { id } = await makeCustomer(account);
    await account.call('POST', '/v1/subscriptions', { customer: id, plan: 'gold', coupon: 'HALF' });
    await account.advance(100 * DAY);
    expect((await invoicesOf(account, id)).map(({ total }) => total)).toEqual(totals);
  });

  test('that counts once waits for an invoice that it reduces', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 10 });
    await makeCoupon(account, { id: 'HALF', percent_off: 50, duration: 'once' });
    const { id } = await makeCustomer(account, undefined, { plan: 'gold', coupon: 'HALF' });
    await account.advance(50 * DAY);
    const invoices = await invoicesOf(account, id);
    expect(invoices.map(({ total }) => total)).toEqual([0, 500, 1000]);
  });

  test('by an amount takes off no more than there is, and nothing off what is not discountable', async () => {
    const account = sandbox.open();
    await makeCoupon(account, { id: 'TWENTY', amount_off: 2000, currency: 'usd' });
    const { id } = await makeCustomer(account, undefined, { coupon: 'TWENTY' });
    const item = { customer: id, currency: 'usd' };
    await account.call('POST', '/v1/invoiceitems', { ...item, amount: 1000 });
    await account.call('POST', '/v1/invoiceitems', { ...item, amount: 300, discountable: false });
    await account.call('POST', '/v1/invoiceitems', { ...item, amount: -200 });
    expect(await account.call('POST', '/v1/invoices', { customer: id })).toMatchObject({
      subtotal: 1100,
      total: 100,
      discount: { coupon: { id: 'TWENTY' } },
    });
  });
});
