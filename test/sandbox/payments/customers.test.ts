import { describe, expect, test } from '@jest/globals';
import { accounts, card, eventTypes, type Loose, refusal, type TestAccount } from '../helpers.ts';

const sandbox = accounts();

describe('customers', () => {
  test('are created with everything that may be said of them', async () => {
    const account = sandbox.open();
    const customer: Loose = await account.stripe.customers.create({
      description: 'Jenny',
      email: 'jenny@example.com',
      metadata: { a: '1' },
      source: 'tok_visa',
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
    });
    expect(customer).toMatchObject({
      id: expect.stringMatching(/^cus_\w{14}$/),
      object: 'customer',
      account_balance: 0,
      currency: null,
      delinquent: false,
      description: 'Jenny',
      discount: null,
      email: 'jenny@example.com',
      metadata: { a: '1' },
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
      sources: {
        object: 'list',
        total_count: 1,
        has_more: false,
        url: `/v1/customers/${customer.id}/sources`,
      },
      subscriptions: { object: 'list', data: [], total_count: 0 },
    });
    expect(customer.default_source).toBe(customer.sources.data[0].id);
    expect(await account.stripe.customers.retrieve(customer.id)).toEqual(customer);
    expect(await eventTypes(account)).toEqual(['customer.source.created', 'customer.created']);
  });

  test('are updated field by field; empty values unset', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create({
      description: 'Jenny',
      email: 'jenny@example.com',
      metadata: { a: '1', b: '2' },
    });
    const path = `/v1/customers/${id}`;
    expect(await account.call('POST', path, { account_balance: -500 })).toMatchObject({
      account_balance: -500,
      description: 'Jenny',
      email: 'jenny@example.com',
      metadata: { a: '1', b: '2' },
    });
    expect(
      await account.call('POST', path, { description: '', email: '', metadata: { a: '' } }),
    ).toMatchObject({ description: null, email: null, metadata: { b: '2' } });
    expect(await account.call('POST', path, { metadata: '' })).toMatchObject({ metadata: {} });
    const { data } = await account.stripe.events.list({ type: 'customer.updated' });
    expect(data.map((event: Loose) => event.data.previous_attributes)).toEqual([
      { metadata: { b: '2' } },
      { description: 'Jenny', email: 'jenny@example.com', metadata: { a: '1' } },
      { account_balance: 0 },
    ]);
  });

  test('that are given a new source lose their default one to it', async () => {
    const { stripe } = sandbox.open();
    const before: Loose = await stripe.customers.create({ source: 'tok_visa' });
    const kept = await stripe.customers.createSource(before.id, { source: 'tok_amex' });
    const after: Loose = await stripe.customers.update(before.id, { source: 'tok_mastercard' });
    expect(after.sources.data.map(({ brand }: Loose) => brand)).toEqual(['MasterCard', 'American Express']);
    expect(after.default_source).toBe(after.sources.data[0].id);
    expect(after.sources.data[1].id).toBe(kept.id);
    expect(await stripe.customers.update(before.id, { default_source: kept.id })).toMatchObject({
      default_source: kept.id,
    });
    expect(
      await refusal(stripe.customers.update(before.id, { default_source: before.default_source })),
    ).toMatchObject({ status: 400, param: 'default_source' });
  });

  test('are deleted for good, and remembered as deleted', async () => {
    const account = sandbox.open();
    const { stripe } = account;
    const { id } = await stripe.customers.create({ source: 'tok_visa' });
    const charge = await stripe.charges.create({ amount: 500, currency: 'usd', customer: id });
    expect(await stripe.customers.del(id)).toEqual({ deleted: true, id });
    expect(await stripe.customers.retrieve(id)).toEqual({ deleted: true, id });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect(await refusal(stripe.customers.update(id, { email: 'a@example.com' }))).toMatchObject({
      status: 404,
      message: `No such customer: ${id}`,
    });
    expect(await refusal(stripe.customers.del(id))).toMatchObject({ status: 404 });
    expect(
      await refusal(stripe.charges.create({ amount: 500, currency: 'usd', customer: id })),
    ).toMatchObject({
      param: 'customer',
    });
    expect(await stripe.charges.retrieve(charge.id, { expand: ['customer'] })).toMatchObject({
      customer: { deleted: true, id },
    });
  });

  test.each([
    ['GET', '/v1/customers/cus_0'],
    ['POST', '/v1/customers/cus_0'],
    ['DELETE', '/v1/customers/cus_0'],
  ] as const)('%s %s is not found', async (method, path) => {
    expect(await refusal(sandbox.open().call(method, path))).toMatchObject({ status: 404, param: 'id' });
  });

  test.each<[object, string]>([
    [{ email: { at: 'home' } }, 'email'],
    [{ account_balance: 'much' }, 'account_balance'],
    [{ metadata: 'text' }, 'metadata'],
    [{ shipping: { name: 'Jenny' } }, 'shipping[address]'],
    [{ nickname: 'J' }, 'nickname'],
    [{ default_source: 'card_1' }, 'default_source'],
    [
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      'metadata',
    ],
  ])('refuses %j', async (parameters, param) => {
    const account = sandbox.open();
    expect(await refusal(account.call('POST', '/v1/customers', parameters))).toMatchObject({
      status: 400,
      param,
    });
    expect((await account.stripe.customers.list()).data).toEqual([]);
  });

  test('are not made when their card is declined', async () => {
    const account = sandbox.open();
    expect(await refusal(account.stripe.customers.create({ source: 'tok_chargeDeclined' }))).toMatchObject({
      status: 402,
      code: 'card_declined',
    });
    expect((await account.stripe.customers.list()).data).toEqual([]);
    expect(await eventTypes(account)).toEqual([]);
  });
});

describe('sources of a customer', () => {
  async function customerOf(account: TestAccount, ...tokens: string[]): Promise<[string, string[]]> {
    const { id } = await account.stripe.customers.create();
    const ids: string[] = [];
    for (const source of tokens) {
      ids.push((await account.stripe.customers.createSource(id, { source })).id);
    }
    return [id, ids];
  }

  test('the first becomes the default, the others do not', async () => {
    const account = sandbox.open();
    const [id, [first]] = await customerOf(account, 'tok_visa', 'tok_amex');
    expect(await account.stripe.customers.retrieve(id)).toMatchObject({ default_source: first });
    expect(await eventTypes(account)).toEqual([
      'customer.created',
      'customer.source.created',
      'customer.updated',
      'customer.source.created',
    ]);
  });

  test('deleting the default makes the newest other one the default', async () => {
    const account = sandbox.open();
    const [id, [first, second, third]] = await customerOf(account, 'tok_visa', 'tok_amex', 'tok_jcb');
    const defaultSource = async () => ((await account.stripe.customers.retrieve(id)) as Loose).default_source;
    expect(await account.stripe.customers.deleteSource(id, first!)).toEqual({ deleted: true, id: first });
    expect(await defaultSource()).toBe(third);
    await account.stripe.customers.deleteSource(id, second!);
    expect(await defaultSource()).toBe(third);
    await account.stripe.customers.deleteSource(id, third!);
    expect(await defaultSource()).toBeNull();
    expect(await refusal(account.stripe.customers.retrieveSource(id, third!))).toMatchObject({
      status: 404,
      param: 'id',
      message: `No such source: ${third}`,
    });
  });

  test('are updated in what the bank does not know', async () => {
    const account = sandbox.open();
    const [id, [source]] = await customerOf(account, 'tok_visa');
    const path = `/v1/customers/${id}/sources/${source}`;
    expect(
      await account.call('POST', path, {
        name: 'Jenny',
        exp_month: 6,
        exp_year: 2041,
        address_zip: '94111',
        metadata: { a: '1' },
      }),
    ).toMatchObject({
      name: 'Jenny',
      exp_month: 6,
      exp_year: 2041,
      address_zip: '94111',
      address_zip_check: 'pass',
      metadata: { a: '1' },
    });
    expect(await refusal(account.call('POST', path, { exp_month: 13 }))).toMatchObject({
      status: 402,
      code: 'invalid_expiry_month',
      param: 'exp_month',
    });
    expect(await refusal(account.call('POST', path, { exp_year: 2001 }))).toMatchObject({
      param: 'exp_year',
    });
  });

  test('are not found by way of another customer', async () => {
    const account = sandbox.open();
    const [, [source]] = await customerOf(account, 'tok_visa');
    const [other] = await customerOf(account);
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      expect(await refusal(account.call(method, `/v1/customers/${other}/sources/${source}`))).toMatchObject({
        status: 404,
        param: 'id',
      });
      expect(await refusal(account.call(method, `/v1/customers/cus_0/sources/${source}`))).toMatchObject({
        status: 404,
        param: 'customer',
        message: 'No such customer: cus_0',
      });
    }
  });

  test('are listed together, or one kind of them', async () => {
    const account = sandbox.open();
    const [id] = await customerOf(account, 'tok_visa', 'tok_amex');
    await account.call('POST', `/v1/customers/${id}/sources`, { source: bankAccount() });
    const kinds = async (query: object) =>
      (await account.call('GET', `/v1/customers/${id}/sources`, query)).data.map(
        ({ object }: Loose) => object,
      );
    expect(await kinds({})).toEqual(['bank_account', 'card', 'card']);
    expect(await kinds({ object: 'card' })).toEqual(['card', 'card']);
    expect(await kinds({ object: 'card', limit: 1 })).toEqual(['card']);
    expect(await kinds({ object: 'bank_account' })).toEqual(['bank_account']);
    expect(await refusal(account.call('GET', '/v1/customers/cus_0/sources'))).toMatchObject({ status: 404 });
  });

  test('bank accounts cannot be verified after ten wrong answers', async () => {
    const account = sandbox.open();
    const [customer] = await customerOf(account);
    const source = await account.call('POST', `/v1/customers/${customer}/sources`, { source: bankAccount() });
    const path = `/v1/customers/${customer}/sources/${source.id}`;
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      expect((await account.call('GET', path)).status).toBe('new');
      expect(await refusal(account.call('POST', `${path}/verify`, { amounts: [1, attempt] }))).toMatchObject({
        status: 402,
      });
    }
    expect((await account.call('GET', path)).status).toBe('verification_failed');
    expect(await refusal(account.call('POST', `${path}/verify`, { amounts: [32, 45] }))).toMatchObject({
      status: 400,
    });
  });

  test('bank accounts are verified by their deposits, and can be charged then', async () => {
    const account = sandbox.open();
    const [customer] = await customerOf(account);
    const source = await account.call('POST', `/v1/customers/${customer}/sources`, { source: bankAccount() });
    expect(source).toMatchObject({ object: 'bank_account', last4: '6789', status: 'new', customer });
    const charge = () => account.call('POST', '/v1/charges', { amount: 500, currency: 'usd', customer });
    expect(await refusal(charge())).toMatchObject({ status: 400, param: 'source' });
    const verify = (amounts?: number[]) =>
      account.call('POST', `/v1/customers/${customer}/sources/${source.id}/verify`, { amounts });
    expect(await refusal(verify([1, 2]))).toMatchObject({ status: 402, param: 'amounts' });
    expect(await refusal(verify())).toMatchObject({ status: 400, param: 'amounts' });
    expect(await verify([32, 45])).toMatchObject({ status: 'verified' });
    expect(await refusal(verify([32, 45]))).toMatchObject({ status: 400 });
    expect(await charge()).toMatchObject({ paid: true, source: { object: 'bank_account' } });
    expect((await account.call('GET', '/v1/balance')).pending[0].source_types).toEqual({
      card: 0,
      bank_account: 500 - 45,
    });
  });
});

describe('tokens', () => {
  test('of a card are good for one use', async () => {
    const { stripe } = sandbox.open();
    const token: Loose = await stripe.tokens.create({ card: cardFields() });
    expect(token).toMatchObject({
      id: expect.stringMatching(/^tok_\w{24}$/),
      object: 'token',
      type: 'card',
      used: false,
      client_ip: null,
      card: { object: 'card', last4: '4242', exp_year: 2040, cvc_check: 'pass' },
    });
    expect(token.card).not.toHaveProperty('customer');
    const { id } = await stripe.customers.create({ source: token.id });
    expect((await stripe.customers.listSources(id)).data[0]!.id).toBe(token.card.id);
    expect(await stripe.tokens.retrieve(token.id)).toMatchObject({ used: true });
    expect(await refusal(stripe.customers.create({ source: token.id }))).toMatchObject({
      status: 400,
      param: 'source',
      message: 'You cannot use a Stripe token more than once.',
    });
  });

  test('of a bank account, and of a personal id number', async () => {
    const account = sandbox.open();
    const { object: _, ...fields } = bankAccount();
    const bank = await account.call('POST', '/v1/tokens', { bank_account: fields });
    expect(bank).toMatchObject({
      id: expect.stringMatching(/^btok_\w{14}$/),
      type: 'bank_account',
      bank_account: { object: 'bank_account', bank_name: 'STRIPE TEST BANK', last4: '6789', country: 'US' },
    });
    const pii = await account.call('POST', '/v1/tokens', { pii: { personal_id_number: '000000000' } });
    expect(pii).toMatchObject({ id: expect.stringMatching(/^pii_\w{24}$/), type: 'pii' });
    expect(JSON.stringify([bank, pii])).not.toMatch(/000123456789|000000000/);
    expect(
      await refusal(account.call('POST', '/v1/charges', { amount: 500, currency: 'usd', source: pii.id })),
    ).toMatchObject({ status: 400, param: 'source' });
  });

  test.each<[object, object]>([
    [{}, { status: 400 }],
    [{ card: card(), pii: { personal_id_number: '1' } }, { status: 400 }],
    [{ card: card('4242424242424241') }, { status: 402, code: 'incorrect_number', param: 'number' }],
    [
      { card: card('4242424242424242', { exp_month: 13 }) },
      { status: 402, code: 'invalid_expiry_month', param: 'exp_month' },
    ],
    [
      { card: card('4242424242424242', { exp_year: 2001 }) },
      { status: 402, code: 'invalid_expiry_year', param: 'exp_year' },
    ],
    [{ card: card('4242424242424242', { cvc: '12' }) }, { status: 402, code: 'invalid_cvc', param: 'cvc' }],
    [
      { card: card('4929000000006') },
      { status: 402, code: 'card_declined', decline_code: 'test_mode_live_card' },
    ],
    [
      { bank_account: { ...bankAccount(), routing_number: '1' } },
      { status: 400, param: 'bank_account[routing_number]' },
    ],
    [
      { bank_account: { country: 'US', currency: 'usd' } },
      { status: 400, param: 'bank_account[account_number]' },
    ],
  ])('refuses %#', async (parameters, expected) => {
    const given = JSON.parse(JSON.stringify(parameters));
    for (const dictionary of [given.card, given.bank_account]) {
      delete dictionary?.object;
    }
    expect(await refusal(sandbox.open().call('POST', '/v1/tokens', given))).toMatchObject(expected);
  });

  test('give a two-digit year its century', async () => {
    const account = sandbox.open();
    const made = await account.call('POST', '/v1/tokens', { card: { ...cardFields(), exp_year: 40 } });
    expect(made.card.exp_year).toBe(2040);
  });

  test('of another account are not found, and their ids are not quoted', async () => {
    const { id } = await sandbox.open().stripe.tokens.create({ card: cardFields() });
    const { stripe } = sandbox.open();
    expect(await refusal(stripe.tokens.retrieve(id))).toMatchObject({
      status: 404,
      message: 'No such token: tok_****',
    });
    expect(await refusal(stripe.customers.create({ source: id }))).toMatchObject({
      status: 400,
      param: 'source',
    });
  });
});

/** A card as a token takes it. */
function cardFields(): Loose {
  const { object: _, ...fields } = card();
  return fields;
}

function bankAccount() {
  return {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    account_number: '000123456789',
    routing_number: '110000000',
    account_holder_name: 'Jane Austen',
    account_holder_type: 'individual',
  };
}
