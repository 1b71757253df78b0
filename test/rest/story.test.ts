/** One story at four versions of the API; and by a client of 2013, unchanged but for where Stripe is. */
import { describe, expect, test } from '@jest/globals';
import { callOldest, OLD_CLIENTS, oldClient } from '../helpers/old-clients.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { sandboxOfWay } from '../helpers/ways.ts';
import { callerAt, done, type Loose } from './client.ts';
import { testApi } from './server.ts';

testSandbox(sandboxOfWay());
const api = testApi();

const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' };
const bank = { country: 'US', routing_number: '110000000', account_number: '000123456789' };
const gold = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };
const jenny = { name: 'Jenny Rosen', type: 'individual', tax_id: '000000000', bank_account: bank };
/** A card whose charges are available at once: transfers need a balance since 2015-02-10. */
const funding = { ...card, number: '4000000000000077' };

/** What a version calls what is paid with, and what it shows where. */
const VERSIONS: readonly [version: string, words: Loose][] = [
  [
    '2013-08-13',
    {
      payment: 'card',
      brand: 'type',
      defaultOf: ({ default_card }: Loose) => default_card,
      refundsOf: ({ refunds }: Loose) => refunds,
      subscriptionOf: ({ subscription }: Loose) => subscription,
      linesOf: ({ lines }: Loose) => lines.count,
      list: { count: 1 },
      isPaid: ({ paid, status }: Loose) => paid && status === undefined,
      statementOf: ({ statement_descriptor }: Loose) => statement_descriptor,
      statement: { statement_descriptor: 'WAGES OF JANUARY AND FEBRUARY' },
    },
  ],
  [
    '2014-10-07',
    {
      payment: 'card',
      brand: 'brand',
      defaultOf: ({ default_card }: Loose) => default_card,
      refundsOf: ({ refunds }: Loose) => refunds.data,
      subscriptionOf: ({ subscriptions }: Loose) => subscriptions.data[0],
      linesOf: ({ lines }: Loose) => lines.total_count,
      list: { limit: 1, offset: 0 },
      isPaid: ({ paid, status }: Loose) => paid && status === 'paid',
      statementOf: ({ statement_description }: Loose) => statement_description,
      statement: { statement_description: 'WAGES' },
    },
  ],
  [
    '2015-10-01',
    {
      payment: 'source',
      brand: 'brand',
      defaultOf: ({ default_source }: Loose) => default_source,
      refundsOf: ({ refunds }: Loose) => refunds.data,
      subscriptionOf: ({ subscriptions }: Loose) => subscriptions.data[0],
      linesOf: ({ lines }: Loose) => lines.total_count,
      list: { limit: 1 },
      isPaid: ({ status }: Loose) => status === 'succeeded',
      statementOf: ({ statement_descriptor }: Loose) => statement_descriptor,
      statement: { statement_descriptor: 'WAGES' },
    },
  ],
  [
    '2016-07-06',
    {
      payment: 'source',
      brand: 'brand',
      defaultOf: ({ default_source }: Loose) => default_source,
      refundsOf: ({ refunds }: Loose) => refunds.data,
      subscriptionOf: ({ subscriptions }: Loose) => subscriptions.data[0],
      linesOf: ({ lines }: Loose) => lines.total_count,
      list: { limit: 1 },
      isPaid: ({ status, outcome }: Loose) => status === 'succeeded' && outcome.type === 'authorized',
      statementOf: ({ statement_descriptor }: Loose) => statement_descriptor,
      statement: { statement_descriptor: 'WAGES' },
    },
  ],
];

describe.each(VERSIONS)('at %s', (version, words) => {
  test('a customer pays, is refunded, subscribes and is invoiced; a recipient is paid', async () => {
    const call = callerAt(api.url, testKey(), version);
    const post = (path: string, parameters?: object) => done(call('POST', path, parameters));
    const get = (path: string, parameters?: object) => done(call('GET', path, parameters));
    const paying = (given: unknown) => ({ [words.payment]: given });

    const { id: customer } = await post('/customers', { email: 'jenny@example.com' });
    const added = await post(`/customers/${customer}/cards`, paying(card));
    expect(added).toMatchObject({ [words.brand]: 'Visa', customer });
    expect(words.defaultOf(await get(`/customers/${customer}`))).toBe(added.id);

    const charge = await post('/charges', { amount: 900, currency: 'usd', customer });
    expect(words.isPaid(charge)).toBe(true);
    expect(charge[words.payment].id).toBe(added.id);
    const refunded = await post(`/charges/${charge.id}/refund`, { amount: 300 });
    expect(words.refundsOf(refunded)).toMatchObject([{ amount: 300, object: 'refund' }]);

    await post('/plans', gold);
    const subscription = await post(`/customers/${customer}/subscription`, { plan: 'gold' });
    expect(words.subscriptionOf(await get(`/customers/${customer}`)).id).toBe(subscription.id);
    await post('/invoiceitems', { customer, amount: 500, currency: 'usd', description: 'Socks' });
    const { id: invoice } = await post('/invoices', { customer });
    const paid = await post(`/invoices/${invoice}/pay`);
    expect([paid.paid, paid.total, words.linesOf(paid)]).toEqual([true, 500, 1]);
    const { data } = await get('/charges', words.list);
    expect(data.map(({ id }: Loose) => id)).toEqual([paid.charge]);

    if (version >= '2015-02-10') {
      await post('/charges', { amount: 90_000, currency: 'usd', ...paying(funding) });
    }
    const { id: recipient } = await post('/recipients', jenny);
    const wages = { amount: 1000, currency: 'usd', recipient, ...words.statement };
    const transfer = await post('/transfers', wages);
    expect(transfer).toMatchObject({ object: 'transfer', amount: 1000, status: 'pending', recipient });
    expect(words.statementOf(transfer)).toBe(version === '2013-08-13' ? 'WAGES OF JANUAR' : 'WAGES');
  });
});

describe('the client of 2013', () => {
  const clientOf2013 = () => oldClient('stripe-2013', api.url, testKey());

  test('tells the story', async () => {
    const stripe = clientOf2013();
    const customer = await stripe.customers.create({ card, email: 'jenny@example.com' });
    expect(customer.cards.data[0]).toMatchObject({ type: 'Visa', last4: '4242' });
    const second = await stripe.customers.createCard(customer.id, { card });
    expect((await stripe.customers.listCards(customer.id)).count).toBe(2);
    await stripe.customers.update(customer.id, { default_card: second.id });
    const charge = await stripe.charges.create({ amount: 900, currency: 'usd', customer: customer.id });
    expect(charge.card.id).toBe(second.id);
    const refunded = await stripe.charges.refund(charge.id, { amount: 300 });
    expect(refunded).toMatchObject({ amount_refunded: 300, refunds: [{ amount: 300 }] });
    await stripe.plans.create(gold);
    const subscribed = await stripe.customers.updateSubscription(customer.id, { plan: 'gold' });
    expect(subscribed).toMatchObject({ status: 'active', plan: { id: 'gold' } });
    await stripe.invoiceItems.create({ customer: customer.id, amount: 500, currency: 'usd' });
    const next = await stripe.invoices.retrieveUpcoming(customer.id);
    expect(next.total).toBe(2500);
    const invoice = await stripe.invoices.create({ customer: customer.id });
    expect((await stripe.invoices.retrieveLines(invoice.id)).data).toMatchObject([{ amount: 500 }]);
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ paid: true, lines: { count: 1 } });
    await stripe.customers.cancelSubscription(customer.id, { at_period_end: true });
    const { id: recipient } = await stripe.recipients.create(jenny);
    const transfer = await stripe.transfers.create({ amount: 1000, currency: 'usd', recipient });
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({
      recipient,
      other_transfers: [transfer.id],
    });
    expect((await stripe.transfers.list({ recipient, count: 5 })).count).toBe(1);
    const { data } = await stripe.events.list({ type: 'transfer.created' });
    expect(data[0].data.object.id).toBe(transfer.id);
    expect((await stripe.balance.listTransactions({ count: 2 })).data).toHaveLength(2);
    expect(await stripe.account.retrieve()).toMatchObject({ object: 'account', charge_enabled: true });
    expect(await stripe.customers.del(customer.id)).toEqual({ deleted: true, id: customer.id });
  });

  test('understands the errors', async () => {
    const stripe = clientOf2013();
    const declined = { amount: 900, currency: 'usd', card: { ...card, number: '4000000000000002' } };
    await expect(stripe.charges.create(declined)).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
    });
    await expect(stripe.charges.retrieve('ch_1')).rejects.toMatchObject({
      type: 'StripeInvalidRequest',
      message: 'No such charge: ch_1',
      param: 'id',
      code: 'missing',
    });
    await expect(stripe.charges.create({ amount: 1 })).rejects.toMatchObject({
      type: 'StripeInvalidRequest',
      param: 'currency',
    });
    stripe.setApiKey('pk_wrong');
    await expect(stripe.charges.retrieve('ch_1')).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
    });
  });
});

describe('parameters of GET in the body, as old clients send them', () => {
  /** A key under which two customers have paid a charge each, and the first customer. */
  async function twoCustomers(): Promise<[key: string, customer: string]> {
    const key = testKey();
    const call = callerAt(api.url, key);
    const ids: string[] = [];
    for (const email of ['a@example.com', 'b@example.com']) {
      ids.push((await done(call('POST', '/customers', { email, card }))).id);
      await done(call('POST', '/charges', { amount: 900, currency: 'usd', customer: ids.at(-1) }));
    }
    return [key, ids[0]!];
  }

  test.each(OLD_CLIENTS)('%s lists the charges of one customer', async (name) => {
    const [key, customer] = await twoCustomers();
    const list = await oldClient(name, api.url, key).charges.list({ customer, count: 10 });
    expect(list).toMatchObject({ count: 1, data: [{ customer }] });
  });

  test('so does the client of 2012', async () => {
    const [key, customer] = await twoCustomers();
    const list = await callOldest(api.url, key, 'charges.list', { customer, count: 10 });
    expect(list).toMatchObject({ count: 1, data: [{ customer }] });
  });
});
