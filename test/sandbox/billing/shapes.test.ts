import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { type Loose, refusal, type TestAccount } from '../helpers.ts';
import { type Exceptions, FILES, objectsIn, readDescribed, readRecorded, unlikeRecorded } from '../shapes.ts';
import { billingSandbox, DAY, DECLINED, makeCustomer, makePlan } from './helpers.ts';

const sandbox = billingSandbox();

/** Where billing differs from the recorded replies on purpose. */
const UNLIKE_RECORDED: Exceptions = {
  invoice: { last_payment_attempt: 'one reply has it, made up after the others, which do not' },
  list: { total_count: 'top-level lists show it when asked' },
  charge: { outcome: 'the recorded ones came without it' },
};
/** A preview is an invoice that is not kept. */
const UNLIKE_RECORDED_PREVIEW: Exceptions = {
  ...UNLIKE_RECORDED,
  invoice: {
    ...UNLIKE_RECORDED['invoice'],
    id: 'a preview has none',
    subscription_proration_date: 'only previews of a change have it, and none is recorded',
  },
};

/** What Stripe's description calls a kind of object. */
const DESCRIBED_AS: Readonly<Record<string, string>> = {
  invoiceitem: 'invoice_item',
  line_item: 'invoice_line_item',
};
const isPreview = ({ object, id }: Loose) => object === 'invoice' && id === undefined;

/** Everything that billing answers on the way through its operations. */
async function replies(account: TestAccount): Promise<Loose[]> {
  const seen: Loose[] = [];
  const call: TestAccount['call'] = async (...request) => {
    const reply = await account.call(...request);
    seen.push(structuredClone(reply));
    return reply;
  };
  await makePlan({ ...account, call }, { statement_descriptor: 'GOLD', metadata: { a: '1' } });
  await makePlan({ ...account, call }, { id: 'trial', trial_period_days: 7 });
  await makePlan({ ...account, call }, { id: 'year', amount: 9900, interval: 'year' });
  await call('GET', '/v1/plans');
  for (const fields of [
    { id: 'A', percent_off: 10, duration: 'repeating', duration_in_months: 3 },
    { id: 'B', amount_off: 100, currency: 'usd', duration: 'forever', max_redemptions: 9 },
  ]) {
    await call('POST', '/v1/coupons', fields);
  }
  await call('GET', '/v1/coupons');
  const { id: customer } = await makeCustomer({ ...account, call }, undefined, {
    plan: 'trial',
    coupon: 'A',
  });
  const subscription = await call('POST', '/v1/subscriptions', {
    customer,
    plan: 'gold',
    coupon: 'B',
    tax_percent: 8.5,
    quantity: 2,
    metadata: { a: '1' },
  });
  const path = `/v1/subscriptions/${subscription.id}`;
  await call('GET', '/v1/invoices/upcoming', {
    customer,
    subscription: subscription.id,
    subscription_plan: 'year',
  });
  await call('GET', '/v1/invoices/upcoming', { customer, expand: ['customer', 'subscription'] });
  await account.advance(10 * DAY);
  await call('POST', path, { quantity: 3 });
  await call('POST', '/v1/invoiceitems', { customer, amount: 700, currency: 'usd', description: 'Socks' });
  await call('GET', '/v1/invoiceitems', { customer });
  const invoice = await call('POST', '/v1/invoices', { customer, description: 'Now' });
  await call('GET', `/v1/invoices/${invoice.id}/lines`);
  await call('POST', `/v1/invoices/${invoice.id}/pay`);
  await call('POST', `/v1/customers/${customer}`, {
    source: { object: 'card', number: DECLINED, exp_month: 12, exp_year: 2040 },
  });
  await call('POST', '/v1/invoiceitems', { customer, amount: 900, currency: 'usd' });
  const { id } = await call('POST', '/v1/invoices', { customer });
  await refusal(account.call('POST', `/v1/invoices/${id}/pay`));
  await call('GET', `/v1/invoices/${id}`, { expand: ['charge', 'customer'] });
  await call('DELETE', path, { at_period_end: true });
  await call('DELETE', `${path}/discount`);
  await account.advance(60 * DAY);
  await call('GET', '/v1/subscriptions', { status: 'all' });
  await call('GET', '/v1/invoices', { expand: ['data.subscription'] });
  await call('DELETE', `/v1/customers/${customer}`);
  await call('GET', '/v1/events', { limit: 100 });
  return seen;
}

test('a discount has the fields of a captured one', async () => {
  const captured = createRequire(import.meta.url)(
    'stripe-mock-data/data/webhooks/2015-10-01/customer_discount_created.json',
  );
  const account = sandbox.open();
  await account.call('POST', '/v1/coupons', { id: 'A', percent_off: 10, duration: 'once' });
  const { discount } = await makeCustomer(account, undefined, { coupon: 'A' });
  const [{ data }] = captured;
  expect(Object.keys(discount).sort()).toEqual(Object.keys(data.object).sort());
  expect(Object.keys(discount.coupon).sort()).toEqual(Object.keys(data.object.coupon).sort());
});

const { recorded: recordedFile, described: describedFile } = FILES;
if (recordedFile !== undefined && describedFile !== undefined) {
  const recorded = readRecorded(recordedFile);
  const { validators } = readDescribed(describedFile, recorded, {
    event: { request: 'an id before 2017-05-25, an object since' },
  });

  describe('every object of billing', () => {
    test('looks like the recorded ones of its kind', async () => {
      const objects = (await replies(sandbox.open())).flatMap(objectsIn);
      const kinds = new Set(objects.map(({ object }) => object));
      expect([...kinds].filter((kind) => !recorded.has(kind))).toEqual(['discount']);
      expect([...kinds]).toEqual(
        expect.arrayContaining(['coupon', 'invoice', 'invoiceitem', 'line_item', 'plan', 'subscription']),
      );
      expect(objects.some(isPreview)).toBe(true);
      const unlike = objects.flatMap((object) => {
        const shape = recorded.get(object.object);
        const excepted = isPreview(object) ? UNLIKE_RECORDED_PREVIEW : UNLIKE_RECORDED;
        return shape === undefined ? [] : unlikeRecorded(object, shape, excepted);
      });
      expect([...new Set(unlike)]).toEqual([]);
    });

    test('is what Stripe describes', async () => {
      const objects = (await replies(sandbox.open())).flatMap(objectsIn);
      const invalid = objects.flatMap((object) => {
        const kind = isPreview(object) ? 'upcoming_invoice' : (DESCRIBED_AS[object.object] ?? object.object);
        const validate = validators.get(kind);
        return validate === undefined || validate(object)
          ? []
          : validate.errors!.map(({ instancePath, message }) => `${kind}${instancePath} ${message}`);
      });
      expect([...new Set(invalid)]).toEqual([]);
    });
  });
}
