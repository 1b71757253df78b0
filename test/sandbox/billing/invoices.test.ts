import { describe, expect, test } from '@jest/globals';
import { eventTypes, type Loose, refusal, type TestAccount } from '../helpers.ts';
import {
  billingSandbox,
  clock,
  DAY,
  DECLINED,
  eventsSince,
  HOUR,
  invoicesOf,
  makeCustomer,
  makePlan,
} from './helpers.ts';

const sandbox = billingSandbox();

/** Adds an item of ten dollars, unless told otherwise. */
const addItem = ({ call }: TestAccount, customer: string, fields: object = {}): Promise<Loose> =>
  call('POST', '/v1/invoiceitems', { customer, amount: 1000, currency: 'usd', ...fields });

const bill = ({ call }: TestAccount, customer: string, fields: object = {}): Promise<Loose> =>
  call('POST', '/v1/invoices', { customer, ...fields });

/** A customer with an item of ten dollars, and the invoice of it. */
async function billed(account: TestAccount, number?: string, fields: object = {}): Promise<Loose> {
  const { id } = await makeCustomer(account, number);
  await addItem(account, id);
  return bill(account, id, fields);
}

describe('an invoice item', () => {
  test('is pending until it is invoiced', async () => {
    const account = sandbox.open();
    const { id: customer } = await makeCustomer(account);
    const item = await addItem(account, customer, { description: 'Setup', metadata: { a: '1' } });
    expect(item).toEqual({
      id: expect.stringMatching(/^ii_\w{24}$/),
      object: 'invoiceitem',
      amount: 1000,
      currency: 'usd',
      customer,
      date: await clock(account),
      description: 'Setup',
      discountable: true,
      invoice: null,
      livemode: false,
      metadata: { a: '1' },
      period: { start: item.date, end: item.date },
      plan: null,
      proration: false,
      quantity: null,
      subscription: null,
    });
    const { id } = await bill(account, customer);
    expect(await account.call('GET', `/v1/invoiceitems/${item.id}`)).toEqual({ ...item, invoice: id });
    expect(await eventTypes(account)).toEqual([
      'customer.source.created',
      'customer.created',
      'customer.updated',
      'invoiceitem.created',
      'invoiceitem.updated',
      'invoice.created',
    ]);
  });

  test('that is a credit is not discountable unless it is said to be', async () => {
    const account = sandbox.open();
    const { id } = await makeCustomer(account);
    expect(await addItem(account, id, { amount: -100 })).toMatchObject({ discountable: false });
    expect(await addItem(account, id, { amount: -100, discountable: true })).toMatchObject({
      discountable: true,
    });
    expect(await addItem(account, id, { discountable: false })).toMatchObject({ discountable: false });
  });

  test('changes, and is deleted, while it is pending or its invoice is open', async () => {
    const account = sandbox.open();
    const invoice = await billed(account);
    const [{ id }] = invoice.lines.data;
    const path = `/v1/invoiceitems/${id}`;
    expect(
      await account.call('POST', path, { amount: 2500, description: 'Fee', metadata: { a: '1' } }),
    ).toMatchObject({ amount: 2500, description: 'Fee', metadata: { a: '1' } });
    const changed = await account.call('GET', `/v1/invoices/${invoice.id}`);
    expect(changed).toMatchObject({ amount_due: 2500, total: 2500 });
    expect(changed.lines.data).toMatchObject([{ id, amount: 2500, description: 'Fee' }]);
    const more = await addItem(account, invoice.customer, { invoice: invoice.id, amount: 500 });
    await account.call('DELETE', path);
    const left = await account.call('GET', `/v1/invoices/${invoice.id}`);
    expect(left).toMatchObject({ total: 500 });
    expect(left.lines.data).toMatchObject([{ id: more.id }]);
    await account.call('POST', `/v1/invoices/${invoice.id}/pay`);
    for (const request of [
      account.call('POST', `/v1/invoiceitems/${more.id}`, { amount: 1 }),
      account.call('DELETE', `/v1/invoiceitems/${more.id}`),
      addItem(account, invoice.customer, { invoice: invoice.id }),
    ]) {
      expect(await refusal(request)).toMatchObject({ status: 400, type: 'invalid_request_error' });
    }
    const pending = await addItem(account, invoice.customer);
    expect(await account.call('DELETE', `/v1/invoiceitems/${pending.id}`)).toEqual({
      deleted: true,
      id: pending.id,
    });
    expect(await refusal(account.call('GET', `/v1/invoiceitems/${pending.id}`))).toMatchObject({
      status: 404,
      message: `No such invoiceitem: ${pending.id}`,
    });
  });

  test('may be changed after a failed attempt, which is then settled anew', async () => {
    const account = sandbox.open();
    const invoice = await billed(account, DECLINED);
    await account.call('POST', `/v1/customers/${invoice.customer}`, { account_balance: -300 });
    await refusal(account.call('POST', `/v1/invoices/${invoice.id}/pay`));
    const [{ id }] = invoice.lines.data;
    await account.call('POST', `/v1/invoiceitems/${id}`, { amount: 100 });
    expect(await account.call('GET', `/v1/invoices/${invoice.id}`)).toMatchObject({
      amount_due: 0,
      ending_balance: -200,
      starting_balance: -300,
      total: 100,
    });
    expect((await account.call('GET', `/v1/customers/${invoice.customer}`)).account_balance).toBe(-200);
    expect(await account.call('POST', `/v1/invoices/${invoice.id}/pay`)).toMatchObject({ paid: true });
  });

  test('of a subscription is billed with it alone', async () => {
    const account = sandbox.open();
    await makePlan(account, { interval: 'week' });
    await makePlan(account, { id: 'month' });
    const { id: customer } = await makeCustomer(account);
    const weekly = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    const monthly = await account.call('POST', '/v1/subscriptions', { customer, plan: 'month' });
    const item = await addItem(account, customer, { subscription: monthly.id, amount: 77 });
    expect(item.subscription).toBe(monthly.id);
    await account.advance(32 * DAY);
    const { invoice } = await account.call('GET', `/v1/invoiceitems/${item.id}`);
    expect(await account.call('GET', `/v1/invoices/${invoice}`)).toMatchObject({
      subscription: monthly.id,
      total: 1077,
    });
    const { id: other } = await makeCustomer(account);
    expect(await refusal(addItem(account, other, { subscription: weekly.id }))).toMatchObject({
      status: 400,
      message: `No such subscription: ${weekly.id}`,
      param: 'subscription',
    });
  });

  test.each([
    ['amount', { amount: '1.5' }],
    ['customer', { customer: 'cus_none' }],
    ['invoice', { invoice: 'in_none' }],
    ['subscription', { subscription: 'sub_none' }],
    ['currency', { currency: 'dollars' }],
  ])('is refused with a wrong %s', async (param, fields) => {
    const account = sandbox.open();
    const { id } = await makeCustomer(account);
    expect(await refusal(addItem(account, id, fields))).toMatchObject({ status: 400, param });
  });

  test('in another currency, or on the invoice of another customer, is refused', async () => {
    const account = sandbox.open();
    const { id, customer } = await billed(account);
    expect(await refusal(addItem(account, customer, { currency: 'eur' }))).toMatchObject({
      status: 400,
      message: expect.stringContaining("Can't combine currencies on a single customer."),
    });
    const { id: other } = await makeCustomer(account);
    expect(await refusal(addItem(account, other, { invoice: id }))).toMatchObject({ param: 'invoice' });
  });

  test('is listed, newest first, by customer and date', async () => {
    const account = sandbox.open();
    const { id: one } = await makeCustomer(account);
    const { id: other } = await makeCustomer(account);
    const first = await addItem(account, one);
    await account.advance(10);
    const second = await addItem(account, other);
    const third = await addItem(account, one);
    const list = async (parameters: object) =>
      (await account.call('GET', '/v1/invoiceitems', parameters)).data.map(({ id }: Loose) => id);
    expect(await list({})).toEqual([third.id, second.id, first.id]);
    expect(await list({ customer: one })).toEqual([third.id, first.id]);
    expect(await list({ created: { lt: third.date } })).toEqual([first.id]);
    expect(await list({ limit: 1, starting_after: third.id })).toEqual([second.id]);
  });
});

describe('an invoice', () => {
  test('is made from what is pending, and paid an hour later', async () => {
    const account = sandbox.open();
    const { id: customer } = await makeCustomer(account);
    await addItem(account, customer, { amount: 300 });
    await addItem(account, customer, { amount: 700 });
    await addItem(account, customer, { amount: -100 });
    const now = await clock(account);
    const invoice = await bill(account, customer, {
      description: 'Socks',
      metadata: { a: '1' },
      statement_descriptor: 'SOCKS',
      tax_percent: 10,
    });
    const { lines, ...fields } = invoice;
    expect(fields).toEqual({
      id: expect.stringMatching(/^in_\w{24}$/),
      object: 'invoice',
      amount_due: 990,
      application_fee: null,
      attempt_count: 0,
      attempted: false,
      charge: null,
      closed: false,
      currency: 'usd',
      customer,
      date: now,
      description: 'Socks',
      discount: null,
      ending_balance: null,
      forgiven: false,
      livemode: false,
      metadata: { a: '1' },
      next_payment_attempt: now + HOUR,
      paid: false,
      period_end: now,
      period_start: now,
      receipt_number: null,
      starting_balance: 0,
      statement_descriptor: 'SOCKS',
      subscription: null,
      subtotal: 900,
      tax: 90,
      tax_percent: 10,
      total: 990,
      webhooks_delivered_at: now,
    });
    expect(lines).toMatchObject({
      object: 'list',
      has_more: false,
      total_count: 3,
      url: `/v1/invoices/${invoice.id}/lines`,
    });
    expect(lines.data.map(({ amount }: Loose) => amount)).toEqual([-100, 700, 300]);
    expect(await account.stripe.invoices.retrieve(invoice.id)).toMatchObject({ id: invoice.id });
    await account.advance(HOUR);
    const paid = await account.call('GET', `/v1/invoices/${invoice.id}`);
    expect(paid).toMatchObject({ paid: true, closed: true, attempted: true, attempt_count: 1 });
    expect(await account.call('GET', `/v1/charges/${paid.charge}`)).toMatchObject({
      amount: 990,
      invoice: invoice.id,
      statement_descriptor: 'SOCKS',
    });
  });

  test('needs something to invoice', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    expect(await refusal(bill(account, customer))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: 'Nothing to invoice for customer',
    });
    const one = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    const other = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    await addItem(account, customer, { subscription: one.id });
    expect(await refusal(bill(account, customer, { subscription: other.id }))).toMatchObject({
      message: 'Nothing to invoice for subscription',
    });
    expect(await bill(account, customer, { subscription: one.id })).toMatchObject({ subscription: one.id });
  });

  test('without a subscription takes up the items of all', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id } = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    await account.advance(10 * DAY);
    await account.call('POST', `/v1/subscriptions/${id}`, { quantity: 2 });
    await addItem(account, customer);
    const invoice = await bill(account, customer);
    expect(invoice.subscription).toBeNull();
    expect(invoice.lines.data.map(({ proration }: Loose) => proration)).toEqual([false, true, true]);
    expect(await account.call('POST', `/v1/invoices/${invoice.id}/pay`)).toMatchObject({ paid: true });
  });

  test('is set off against the balance of the customer', async () => {
    const account = sandbox.open();
    const { id, customer } = await billed(account);
    await account.call('POST', `/v1/customers/${customer}`, { account_balance: -300 });
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({
      amount_due: 700,
      ending_balance: null,
      starting_balance: -300,
    });
    const { charge, ...paid } = await account.call('POST', `/v1/invoices/${id}/pay`);
    expect(paid).toMatchObject({ amount_due: 700, ending_balance: 0, starting_balance: -300, total: 1000 });
    expect((await account.call('GET', `/v1/charges/${charge}`)).amount).toBe(700);
    expect((await account.call('GET', `/v1/customers/${customer}`)).account_balance).toBe(0);
  });

  test('of too little is not charged but owed', async () => {
    const account = sandbox.open();
    const { id: customer } = await makeCustomer(account);
    await addItem(account, customer, { amount: 30 });
    const { id, amount_due } = await bill(account, customer);
    expect(amount_due).toBe(0);
    expect(await account.call('POST', `/v1/invoices/${id}/pay`)).toMatchObject({
      amount_due: 0,
      charge: null,
      ending_balance: 30,
      paid: true,
      total: 30,
    });
    await addItem(account, customer, { amount: 40 });
    const next = await bill(account, customer);
    expect(next).toMatchObject({ starting_balance: 30, total: 40, amount_due: 70 });
    expect(await account.call('POST', `/v1/invoices/${next.id}/pay`)).toMatchObject({
      amount_due: 70,
      charge: expect.stringMatching(/^ch_/),
      ending_balance: 0,
    });
  });

  test('that is a credit adds to what the customer has', async () => {
    const account = sandbox.open();
    const { id: customer } = await makeCustomer(account);
    await addItem(account, customer, { amount: -250 });
    const { id } = await bill(account, customer);
    expect(await account.call('POST', `/v1/invoices/${id}/pay`)).toMatchObject({
      amount_due: 0,
      ending_balance: -250,
      paid: true,
      total: -250,
    });
    expect((await account.call('GET', `/v1/customers/${customer}`)).account_balance).toBe(-250);
  });

  test('is listed, newest first, by customer and date', async () => {
    const account = sandbox.open();
    const first = await billed(account);
    await account.advance(DAY);
    const second = await billed(account);
    const list = async (parameters: object) =>
      (await account.call('GET', '/v1/invoices', parameters)).data.map(({ id }: Loose) => id);
    expect(await list({})).toEqual([second.id, first.id]);
    expect(await list({ customer: first.customer })).toEqual([first.id]);
    expect(await list({ date: { gt: first.date } })).toEqual([second.id]);
    expect(await list({ date: first.date })).toEqual([first.id]);
    expect(await refusal(account.call('GET', '/v1/invoices/in_none'))).toMatchObject({
      status: 404,
      message: 'No such invoice: in_none',
    });
  });

  test('shows ten lines, the others in pages, and what is added later last', async () => {
    const account = sandbox.open();
    const { id: customer } = await makeCustomer(account);
    for (let amount = 1; amount <= 12; amount += 1) {
      await addItem(account, customer, { amount });
    }
    const invoice = await bill(account, customer);
    expect(invoice.lines).toMatchObject({ has_more: true, total_count: 12 });
    await addItem(account, customer, { amount: 100, invoice: invoice.id });
    await addItem(account, customer, { amount: 101, invoice: invoice.id });
    const path = `/v1/invoices/${invoice.id}/lines`;
    const amounts = async (parameters: object) => {
      const { data, has_more, url } = await account.call('GET', path, parameters);
      expect(url).toBe(path);
      return [data.map(({ amount }: Loose) => amount), has_more];
    };
    const { data } = await account.call('GET', path);
    expect(data.map(({ amount }: Loose) => amount)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(await amounts({ starting_after: data[9].id })).toEqual([[2, 1, 100, 101], false]);
    expect(await amounts({ starting_after: data[9].id, limit: 2 })).toEqual([[2, 1], true]);
    expect(await amounts({ ending_before: data[3].id, limit: 2 })).toEqual([[11, 10], true]);
    expect(await amounts({ ending_before: data[2].id, limit: 2 })).toEqual([[12, 11], false]);
    expect(await amounts({ limit: 14 })).toEqual([[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 100, 101], false]);
    expect(await refusal(account.call('GET', path, { starting_after: 'ii_none' }))).toMatchObject({
      status: 400,
      param: 'starting_after',
    });
    expect(
      await refusal(account.call('GET', path, { starting_after: data[0].id, ending_before: data[1].id })),
    ).toMatchObject({ status: 400, param: 'starting_after' });
  });
});

describe('paying an invoice', () => {
  test('is possible once', async () => {
    const account = sandbox.open();
    const { id } = await billed(account);
    const paid = await account.call('POST', `/v1/invoices/${id}/pay`);
    expect(paid).toMatchObject({ paid: true, closed: true, attempt_count: 1, next_payment_attempt: null });
    expect(await refusal(account.call('POST', `/v1/invoices/${id}/pay`))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: 'Invoice is already paid',
    });
    await account.advance(DAY);
    expect((await account.call('GET', '/v1/charges')).data).toHaveLength(1);
  });

  test('fails with the card’s error, and the attempt stands', async () => {
    const account = sandbox.open();
    const { id, customer } = await billed(account, DECLINED);
    const now = await clock(account);
    await account.advance(10);
    const error = await refusal(account.call('POST', `/v1/invoices/${id}/pay`));
    expect(error).toMatchObject({
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      message: 'Your card was declined.',
      charge: expect.stringMatching(/^ch_/),
    });
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({
      attempt_count: 1,
      attempted: true,
      charge: error.charge,
      closed: false,
      next_payment_attempt: now + 10 + 3 * DAY,
      paid: false,
    });
    expect(await eventsSince(account, now + 10)).toEqual([
      'charge.failed',
      'invoice.updated',
      'invoice.payment_failed',
      'customer.updated',
    ]);
    expect(await refusal(account.call('POST', `/v1/invoices/${id}/pay`))).toMatchObject({ status: 402 });
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({
      attempt_count: 1,
      next_payment_attempt: now + 10 + 3 * DAY,
    });
    expect((await account.call('GET', '/v1/charges', { customer })).data).toHaveLength(2);
    await account.advance(16 * DAY);
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({
      attempt_count: 4,
      closed: false,
      next_payment_attempt: null,
    });
  });

  test('needs a source', async () => {
    const account = sandbox.open();
    const { id: customer } = await account.call('POST', '/v1/customers');
    await addItem(account, customer);
    const { id } = await bill(account, customer);
    expect(await refusal(account.call('POST', `/v1/invoices/${id}/pay`))).toMatchObject({
      status: 402,
      type: 'card_error',
      code: 'missing',
      message: 'Cannot charge a customer that has no active card',
    });
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({ attempted: true, charge: null });
  });
});

describe('updating an invoice', () => {
  test('changes what is kept with it', async () => {
    const account = sandbox.open();
    const { id } = await billed(account, undefined, { description: 'A', metadata: { a: '1' } });
    expect(
      await account.call('POST', `/v1/invoices/${id}`, {
        description: '',
        metadata: { b: '2' },
        statement_descriptor: 'SOCKS',
        tax_percent: 20,
      }),
    ).toMatchObject({
      description: null,
      metadata: { a: '1', b: '2' },
      statement_descriptor: 'SOCKS',
      tax: 200,
      tax_percent: 20,
      total: 1200,
    });
    expect((await eventTypes(account)).at(-1)).toBe('invoice.updated');
  });

  test('closes it, and opens it again', async () => {
    const account = sandbox.open();
    const { id } = await billed(account);
    const path = `/v1/invoices/${id}`;
    expect(await account.call('POST', path, { closed: true })).toMatchObject({
      closed: true,
      next_payment_attempt: null,
      paid: false,
    });
    await account.advance(DAY);
    expect(await account.call('GET', path)).toMatchObject({ attempted: false });
    expect(await refusal(account.call('POST', `${path}/pay`))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
    });
    expect(await account.call('POST', path, { closed: false })).toMatchObject({
      closed: false,
      next_payment_attempt: (await clock(account)) + HOUR,
    });
    await account.advance(HOUR);
    expect(await account.call('GET', path)).toMatchObject({ paid: true });
  });

  test('opens it again after its customer was deleted: the payment fails, and others are served', async () => {
    const account = sandbox.open();
    const { id, customer } = await billed(account);
    await account.call('DELETE', `/v1/customers/${customer}`);
    await account.call('POST', `/v1/invoices/${id}`, { closed: false });
    await account.advance(2 * HOUR);
    expect(await account.call('GET', `/v1/invoices/${id}`)).toMatchObject({
      attempted: true,
      paid: false,
      charge: null,
    });
    expect(await refusal(account.call('POST', `/v1/invoices/${id}/pay`))).toMatchObject({
      status: 400,
    });
  });

  test('forgives it for good', async () => {
    const account = sandbox.open();
    const { id } = await billed(account);
    const path = `/v1/invoices/${id}`;
    expect(await account.call('POST', path, { forgiven: true })).toMatchObject({
      closed: true,
      forgiven: true,
      paid: false,
    });
    for (const fields of [{ forgiven: false }, { closed: false }, { tax_percent: 5 }]) {
      expect(await refusal(account.call('POST', path, fields))).toMatchObject({
        status: 400,
        param: Object.keys(fields)[0],
      });
    }
    expect(await refusal(account.call('POST', `${path}/pay`))).toMatchObject({ status: 400 });
    expect(await account.call('POST', path, { metadata: { a: '1' } })).toMatchObject({ forgiven: true });
  });

  test('does not undo a payment', async () => {
    const account = sandbox.open();
    const { id } = await billed(account);
    const path = `/v1/invoices/${id}`;
    await account.call('POST', `${path}/pay`);
    for (const fields of [{ closed: false }, { forgiven: true }, { tax_percent: 5 }]) {
      expect(await refusal(account.call('POST', path, fields))).toMatchObject({
        status: 400,
        param: Object.keys(fields)[0],
      });
    }
  });
});

test('an invoice shows what it refers to when asked', async () => {
  const account = sandbox.open();
  await makePlan(account);
  const { id: customer } = await makeCustomer(account);
  await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
  const [{ id }] = await invoicesOf(account, customer);
  const invoice = await account.call('GET', `/v1/invoices/${id}`, {
    expand: ['charge.customer', 'customer', 'subscription'],
  });
  expect(invoice).toMatchObject({
    charge: { object: 'charge', invoice: id, customer: { object: 'customer' } },
    customer: { object: 'customer', id: customer },
    subscription: { object: 'subscription', customer },
  });
});
