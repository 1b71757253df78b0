/** Transfers to accounts, banks, cards and recipients, and what becomes of them. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
const DAY = 86_400;
let platform: Api;
beforeEach(async () => {
  platform = apiAt(sandbox.url);
});

const card = (number: string) => ({ object: 'card', number, exp_month: 12, exp_year: 2040, cvc: '123' });
const bank = (account_number: string) => ({
  object: 'bank_account',
  country: 'US',
  currency: 'usd',
  account_number,
  routing_number: '110000000',
});

/** Brings 4825 into the available balance: 5000 less Stripe's fee. */
const fund = (api = platform) =>
  api.post('/v1/charges', { amount: 5000, currency: 'usd', source: card('4000000000000077') });
const available = async (api: Api) => (await api.get('/v1/balance')).available[0].amount;
const advance = (seconds: number) => platform.post('/_sandbox/clock', { advance: seconds });
const types = async (api: Api) =>
  (await api.get('/v1/events', { limit: 100 })).data.map((one: Reply) => one.type);

describe('transfers to connected accounts', () => {
  let id: string;
  let account: Api;
  const send = (more: object = {}) =>
    platform.post('/v1/transfers', { amount: 1000, currency: 'usd', destination: id, ...more });
  beforeEach(async () => {
    ({ id } = await platform.post('/v1/accounts', { managed: true }));
    account = platform.on(id);
  });

  test('arrive at once, and move the balance on both sides', async () => {
    await fund();
    const sent = await send({ description: 'Share', metadata: { a: 'b' } });
    expect(sent).toMatchObject({
      object: 'transfer',
      type: 'stripe_account',
      status: 'paid',
      destination: id,
      reversed: false,
      source_type: 'card',
    });
    expect(await available(platform)).toBe(3825);
    expect(await available(account)).toBe(1000);
    const payment = await account.get(`/v1/charges/${sent.destination_payment}`, {
      expand: ['source_transfer'],
    });
    expect(payment).toMatchObject({ amount: 1000, paid: true, source: { object: 'account' } });
    expect(payment.id).toMatch(/^py_/);
    expect(payment.source_transfer).toMatchObject({ id: sent.id });
    expect(
      await platform.post(`/v1/transfers/${sent.id}`, { description: '', metadata: { a: '' } }),
    ).toMatchObject({
      description: null,
      metadata: {},
    });
    expect(await types(account)).toContain('payment.created');
    await moneyOf(platform);
    await moneyOf(account);
  });

  test('need funds that are available', async () => {
    await platform.post('/v1/charges', { amount: 5000, currency: 'usd', source: 'tok_visa' });
    await expect(send()).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(/^Insufficient funds in Stripe account/),
    });
    await advance(3 * DAY);
    expect(await send()).toMatchObject({ amount: 1000 });
    await expect(send({ source_type: 'bank_account' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(send({ currency: 'eur' })).rejects.toMatchObject({ statusCode: 400 });
  });

  test('of a charge need not wait for it, and are no more than it', async () => {
    const charge = await platform.post('/v1/charges', { amount: 1500, currency: 'usd', source: 'tok_visa' });
    const sent = await send({ source_transaction: charge.id });
    expect(sent.source_transaction).toBe(charge.id);
    expect(await available(account)).toBe(0);
    await expect(send({ source_transaction: charge.id })).rejects.toMatchObject({ param: 'amount' });
    await expect(send({ source_transaction: charge.id, currency: 'eur' })).rejects.toMatchObject({
      param: 'source_transaction',
    });
    await expect(send({ source_transaction: 'ch_none' })).rejects.toMatchObject({
      param: 'source_transaction',
    });
    await advance(3 * DAY);
    expect(await available(account)).toBe(1000);
  });

  test('go to accounts of the platform only', async () => {
    await fund();
    await expect(send({ destination: 'acct_none' })).rejects.toMatchObject({ param: 'destination' });
    await expect(send({ destination: undefined })).rejects.toMatchObject({ param: 'destination' });
  });

  test('are reversed bit by bit', async () => {
    await fund();
    const { id: sent, destination_payment } = await send();
    const path = `/v1/transfers/${sent}/reversals`;
    const first = await platform.post(path, { amount: 300, description: 'Too much', metadata: { a: 'b' } });
    expect(first).toMatchObject({
      object: 'transfer_reversal',
      amount: 300,
      transfer: sent,
      metadata: { a: 'b' },
    });
    expect(await platform.get(`/v1/transfers/${sent}`)).toMatchObject({
      amount_reversed: 300,
      reversed: false,
      reversals: { total_count: 1 },
    });
    await expect(platform.post(path, { amount: 701 })).rejects.toMatchObject({ param: 'amount' });
    const second = await platform.post(path);
    expect(second.amount).toBe(700);
    expect(await platform.get(`/v1/transfers/${sent}`)).toMatchObject({ reversed: true });
    await expect(platform.post(path)).rejects.toMatchObject({ statusCode: 400 });
    expect(await available(platform)).toBe(4825);
    expect(await available(account)).toBe(0);
    expect(await account.get(`/v1/charges/${destination_payment}`)).toMatchObject({ refunded: true });
    expect((await platform.get(path)).data.map((one: Reply) => one.id)).toEqual([second.id, first.id]);
    expect(await platform.post(`${path}/${first.id}`, { metadata: { c: 'd' } })).toMatchObject({
      metadata: { a: 'b', c: 'd' },
    });
    expect(
      await platform.get(`${path}/${first.id}`, { expand: ['transfer', 'balance_transaction'] }),
    ).toMatchObject({
      transfer: { id: sent },
      balance_transaction: { type: 'transfer_refund', net: 300 },
    });
    await moneyOf(platform);
    await moneyOf(account);
  });

  test('are reversed only while the account has the money', async () => {
    await fund();
    const sent = await send();
    await platform.post(`/v1/accounts/${id}/external_accounts`, { external_account: bank('000123456789') });
    await account.post('/v1/transfers', {
      amount: 800,
      currency: 'usd',
      destination: 'default_for_currency',
    });
    await expect(platform.post(`/v1/transfers/${sent.id}/reversals`)).rejects.toMatchObject({
      message: expect.stringMatching(/^Insufficient funds/),
    });
    expect(await platform.post(`/v1/transfers/${sent.id}/reversals`, { amount: 200 })).toMatchObject({
      amount: 200,
    });
  });

  test('are reversed when the account refunds what it got, and never by more', async () => {
    await fund();
    const { id: sent, destination_payment } = await send();
    const refund = await account.post('/v1/refunds', {
      charge: destination_payment,
      amount: 300,
      reason: 'duplicate',
      metadata: { a: 'b' },
    });
    expect(refund).toMatchObject({
      amount: 300,
      charge: destination_payment,
      reason: 'duplicate',
      metadata: { a: 'b' },
    });
    expect(await platform.get(`/v1/transfers/${sent}`)).toMatchObject({ amount_reversed: 300 });
    expect([await available(platform), await available(account)]).toEqual([4125, 700]);
    expect(await platform.post(`/v1/transfers/${sent}/reversals`)).toMatchObject({ amount: 700 });
    expect(await account.get(`/v1/charges/${destination_payment}`)).toMatchObject({
      amount_refunded: 1000,
      refunded: true,
    });
    await expect(account.post('/v1/refunds', { charge: destination_payment })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    expect([await available(platform), await available(account)]).toEqual([4825, 0]);
  });

  test('that cannot be reversed leave both accounts as they were', async () => {
    const source = card('4000000000000077');
    const charge = { amount: 1000, currency: 'usd', source, destination: id, application_fee: 100 };
    const { transfer, application_fee } = await platform.post('/v1/charges', charge);
    await platform.post(`/v1/accounts/${id}/external_accounts`, { external_account: bank('000123456789') });
    await account.post('/v1/transfers', {
      amount: 900,
      currency: 'usd',
      destination: 'default_for_currency',
    });
    const state = async () => [
      await moneyOf(platform),
      await moneyOf(account),
      await platform.get(`/v1/application_fees/${application_fee}`),
      await types(platform),
    ];
    const before = await state();
    const path = `/v1/transfers/${transfer}/reversals`;
    await expect(platform.post(path, { refund_application_fee: true })).rejects.toMatchObject({
      statusCode: 400,
    });
    expect(await state()).toEqual(before);
  });

  test('give the fee back when asked to', async () => {
    const charge = await platform.post('/v1/charges', {
      amount: 1000,
      currency: 'usd',
      source: 'tok_visa',
      destination: id,
      application_fee: 100,
    });
    const path = `/v1/transfers/${charge.transfer}/reversals`;
    await platform.post(path, { amount: 300, refund_application_fee: true });
    const fee = () => platform.get(`/v1/application_fees/${charge.application_fee}`);
    expect(await fee()).toMatchObject({ amount_refunded: 30 });
    await platform.post(path, { refund_application_fee: true });
    expect(await fee()).toMatchObject({ amount_refunded: 100, refunded: true });
    expect(await moneyOf(account)).toEqual({ usd: 0 });
    expect(await moneyOf(platform)).toEqual({ usd: 1000 - 59 });
  });
});

describe('transfers to banks and cards', () => {
  const send = (destination: string, more: object = {}) =>
    platform.post('/v1/transfers', { amount: 1000, currency: 'usd', destination, ...more });

  test('are pending, on their way and paid as time passes', async () => {
    await fund();
    const sent = await send('default_for_currency', { statement_descriptor: 'SOCKS' });
    expect(sent).toMatchObject({
      status: 'pending',
      type: 'bank_account',
      statement_descriptor: 'SOCKS',
      bank_account: { object: 'bank_account', last4: '6789' },
    });
    expect(sent.bank_account).not.toHaveProperty('account');
    expect(sent.date % DAY).toBe(0);
    expect(await available(platform)).toBe(3825);
    const status = async () => (await platform.get(`/v1/transfers/${sent.id}`)).status;
    await advance(DAY);
    expect(await status()).toBe('in_transit');
    await advance(DAY);
    expect(await status()).toBe('paid');
    expect(await types(platform)).toContain('transfer.paid');
    const ids = async (parameters: object) =>
      (await platform.get('/v1/transfers', parameters)).data.map((one: Reply) => one.id);
    expect(await ids({ status: 'paid' })).toEqual([sent.id]);
    expect(await ids({ status: 'pending' })).toEqual([]);
    expect(await ids({ date: { gte: sent.date } })).toEqual([sent.id]);
    expect(await ids({ date: { gt: sent.date } })).toEqual([]);
    expect(await ids({ destination: sent.destination, created: sent.created })).toEqual([sent.id]);
  });

  test('are canceled until they are sent', async () => {
    await fund();
    const first = await send('default_for_currency');
    expect(await platform.post(`/v1/transfers/${first.id}/cancel`)).toMatchObject({
      status: 'canceled',
      reversed: true,
      amount_reversed: 1000,
    });
    const second = await send('default_for_currency');
    await expect(platform.post(`/v1/transfers/${second.id}/reversals`, { amount: 1 })).rejects.toMatchObject({
      param: 'amount',
    });
    expect(await platform.post(`/v1/transfers/${second.id}/reversals`)).toMatchObject({ amount: 1000 });
    expect(await available(platform)).toBe(4825);
    const third = await send('default_for_currency');
    await advance(DAY);
    await expect(platform.post(`/v1/transfers/${third.id}/cancel`)).rejects.toMatchObject({
      statusCode: 400,
    });
    await advance(DAY);
    expect((await platform.get(`/v1/transfers/${first.id}`)).status).toBe('canceled');
    await moneyOf(platform);
  });

  test.each([
    ['000111111116', 'no_account'],
    ['000111111113', 'account_closed'],
    ['000222222227', 'insufficient_funds'],
    ['000333333335', 'debit_not_authorized'],
    ['000444444440', 'invalid_currency'],
  ])('to the test account %s fail with %s at once and are reversed', async (number, code) => {
    const { id } = await platform.post('/v1/accounts', { managed: true, external_account: bank(number) });
    const account = platform.on(id);
    await fund(account);
    const sent = await account.post('/v1/transfers', {
      amount: 4825,
      currency: 'usd',
      destination: 'default_for_currency',
    });
    expect(sent).toMatchObject({ status: 'pending', reversed: false, amount_reversed: 0 });
    await expectFailed(account, sent, code);
    expect((await platform.get(`/v1/accounts/${id}/external_accounts`)).data[0].status).toBe('errored');
  });

  /** Checks that a transfer has failed at once, and that all of it is back, once. */
  async function expectFailed(of: Api, { id, amount }: Reply, code: string): Promise<void> {
    const failed = await of.get(`/v1/transfers/${id}`);
    expect(failed).toMatchObject({
      status: 'failed',
      failure_code: code,
      failure_message: expect.any(String),
      reversed: true,
      amount_reversed: amount,
      reversals: { total_count: 1, data: [{ object: 'transfer_reversal', amount, transfer: id }] },
    });
    const [{ id: reversal, balance_transaction }] = failed.reversals.data;
    expect(await of.get(`/v1/balance/history/${balance_transaction}`)).toMatchObject({
      type: 'transfer_failure',
      net: amount,
      source: reversal,
    });
    expect(await available(of)).toBe(4825);
    const events = (await of.get('/v1/events', { type: 'transfer.failed' })).data;
    expect(events.map(({ data }: Reply) => data.object)).toMatchObject([{ id, reversed: true }]);
    const told = (await types(of)).filter((type: string) => type.startsWith('transfer.'));
    expect(told).toEqual(['transfer.failed', 'transfer.created']);
    for (const path of ['cancel', 'reversals']) {
      await expect(of.post(`/v1/transfers/${id}/${path}`)).rejects.toMatchObject({ statusCode: 400 });
    }
    await platform.post('/_sandbox/clock', { advance: 5 * DAY });
    expect(await of.get(`/v1/transfers/${id}`)).toMatchObject({ status: 'failed', amount_reversed: amount });
    expect(await available(of)).toBe(4825);
    await moneyOf(of);
  }

  test('to recipients fail and are reversed alike', async () => {
    await fund();
    const { country, routing_number, account_number } = bank('000111111116');
    const recipient = await platform.post('/v1/recipients', {
      name: 'Example Ltd.',
      type: 'corporation',
      bank_account: { country, routing_number, account_number },
    });
    const sent = await platform.post('/v1/transfers', {
      amount: 4825,
      currency: 'usd',
      recipient: recipient.id,
    });
    await expectFailed(platform, sent, 'no_account');
  });

  test('that fail leave what a charge has to send, and are as pending as it', async () => {
    const charge = await platform.post('/v1/charges', { amount: 1000, currency: 'usd', source: 'tok_visa' });
    const recipient = await platform.post('/v1/recipients', {
      name: 'Example Ltd.',
      type: 'corporation',
      card: card('4000056655665564'),
    });
    const fields = { amount: 1000, currency: 'usd', source_transaction: charge.id };
    const sent = await platform.post('/v1/transfers', { ...fields, recipient: recipient.id });
    const [reversal] = (await platform.get(`/v1/transfers/${sent.id}/reversals`)).data;
    const { available_on: since } = await platform.get(`/v1/balance/history/${charge.balance_transaction}`);
    expect(await platform.get(`/v1/balance/history/${reversal.balance_transaction}`)).toMatchObject({
      net: 1000,
      available_on: since,
    });
    expect(await available(platform)).toBe(0);
    expect(await send('default_for_currency', fields)).toMatchObject({ status: 'pending' });
    await moneyOf(platform);
  });

  test('go to debit cards too, one of which declines them', async () => {
    const { id } = await platform.post('/v1/accounts', { managed: true });
    const account = platform.on(id);
    await fund(account);
    const add = (external_account: object) =>
      platform.post(`/v1/accounts/${id}/external_accounts`, { external_account });
    const good = await add(card('4000056655665556'));
    const bad = await add(card('4000056655665564'));
    const sent = [good, bad].map(({ id: destination }) =>
      account.post('/v1/transfers', { amount: 1000, currency: 'usd', destination }),
    );
    const [paid, failed] = await Promise.all(sent);
    expect(paid).toMatchObject({ type: 'card', card: { last4: '5556' } });
    expect(await account.get(`/v1/transfers/${failed.id}`)).toMatchObject({
      failure_code: 'declined',
      reversed: true,
    });
    await advance(2 * DAY);
    expect((await account.get(`/v1/transfers/${paid.id}`)).status).toBe('paid');
  });

  test('need something to go to', async () => {
    await fund();
    for (const destination of ['ba_none', 'card_none']) {
      await expect(send(destination)).rejects.toMatchObject({ param: 'destination', statusCode: 400 });
    }
    await expect(send('default_for_currency', { currency: 'eur' })).rejects.toMatchObject({
      param: 'destination',
    });
  });
});

describe('recipients', () => {
  const JENNY = { name: 'Jenny Rosen', type: 'individual' };

  test('are verified by their tax number, which is not kept', async () => {
    const unknown = await platform.post('/v1/recipients', JENNY);
    expect(unknown).toMatchObject({
      object: 'recipient',
      verified: false,
      active_account: null,
      cards: { data: [] },
    });
    const right = await platform.post(`/v1/recipients/${unknown.id}`, {
      tax_id: '000000000',
      email: 'a@example.com',
    });
    expect(right).toMatchObject({ verified: true, email: 'a@example.com' });
    const wrong = await platform.post('/v1/recipients', {
      ...JENNY,
      type: 'corporation',
      tax_id: '111111111',
    });
    expect(wrong.verified).toBe(false);
    expect(JSON.stringify(wrong)).not.toContain('111111111');
    const ids = async (parameters: object) =>
      (await platform.get('/v1/recipients', parameters)).data.map((one: Reply) => one.id);
    expect(await ids({})).toEqual([wrong.id, unknown.id]);
    expect(await ids({ verified: true })).toEqual([unknown.id]);
    expect(await ids({ type: 'corporation' })).toEqual([wrong.id]);
  });

  test('get money in their bank account, or else on their card', async () => {
    await fund();
    const { id, cards } = await platform.post('/v1/recipients', { ...JENNY, card: card('4000056655665556') });
    const [first] = cards.data;
    expect(first).toMatchObject({ recipient: id, last4: '5556' });
    const send = (more: object = {}) =>
      platform.post('/v1/transfers', { amount: 100, currency: 'usd', recipient: id, ...more });
    expect(await send()).toMatchObject({ type: 'card', recipient: id, destination: first.id });
    const { country, routing_number, account_number } = bank('000123456789');
    const banked = await platform.post(`/v1/recipients/${id}`, {
      bank_account: { country, routing_number, account_number },
    });
    expect(banked.active_account).toMatchObject({ object: 'bank_account', last4: '6789', currency: 'usd' });
    const sent = await send();
    expect(sent).toMatchObject({
      type: 'bank_account',
      recipient: id,
      destination: banked.active_account.id,
    });
    expect(await send({ destination: first.id })).toMatchObject({ type: 'card' });
    await expect(send({ destination: 'ba_none' })).rejects.toMatchObject({ param: 'destination' });
    const listed = await platform.get('/v1/transfers', { recipient: id });
    expect(listed.data).toHaveLength(3);
    expect(await send({ recipient: 'self' })).toMatchObject({ recipient: null, type: 'bank_account' });
    await expect(send({ recipient: 'rp_none' })).rejects.toMatchObject({ param: 'recipient' });
  });

  test('replace their card and bank account, and are deleted', async () => {
    const made = await platform.post('/v1/recipients', { ...JENNY, card: card('4000056655665556') });
    const path = `/v1/recipients/${made.id}`;
    const changed = await platform.post(path, { card: 'tok_visa_debit' });
    expect(changed.cards.total_count).toBe(1);
    expect(changed.default_card).not.toBe(made.default_card);
    await expect(platform.post(path, { default_card: made.default_card })).rejects.toMatchObject({
      param: 'default_card',
    });
    expect((await platform.post(path, { card: 'tok_visa' })).cards.data).toMatchObject([{ last4: '4242' }]);
    expect(await platform.del(path)).toMatchObject({ deleted: true, id: made.id });
    expect(await platform.get(path)).toMatchObject({ deleted: true });
  });
});
