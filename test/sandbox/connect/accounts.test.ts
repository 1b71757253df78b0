/** Connected accounts, what they have, and what must be known of their holders. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, type Reply } from '../../helpers/api.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
let platform: Api;
beforeEach(() => {
  platform = apiAt(sandbox.url);
});

const BANK = {
  object: 'bank_account',
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};

const JENNY = {
  type: 'individual',
  first_name: 'Jenny',
  last_name: 'Rosen',
  dob: { day: 1, month: 2, year: 1980 },
  address: { line1: '1 Main Street', city: 'Anytown', state: 'CA', postal_code: '94111' },
  ssn_last_4: '0000',
};

const TERMS = { date: 1467763200, ip: '203.0.113.7' };

describe('accounts', () => {
  test('show their keys once, and act by them and by their id', async () => {
    const { keys, ...made } = await platform.post('/v1/accounts', {
      managed: true,
      email: 'jenny@example.com',
    });
    expect(made).toMatchObject({ object: 'account', managed: true, country: 'US', transfers_enabled: false });
    expect(keys).toEqual({
      secret: expect.stringMatching(/^sk_test_\w{24}$/),
      publishable: expect.stringMatching(/^pk_test_\w{24}$/),
    });
    const { keys: again, ...read } = await platform.get(`/v1/accounts/${made.id}`);
    expect(again).toBeUndefined();
    expect(read).toEqual(made);
    const itself = apiAt(sandbox.url, keys.secret);
    expect((await itself.get('/v1/account')).id).toBe(made.id);
    const customer = await itself.post('/v1/customers');
    expect((await platform.on(made.id).get('/v1/customers')).data.map(({ id }: Reply) => id)).toEqual([
      customer.id,
    ]);
    expect((await platform.get('/v1/customers')).data).toEqual([]);
    const token = await apiAt(sandbox.url, keys.publishable).post('/v1/tokens', {
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2040 },
    });
    expect(await itself.get(`/v1/tokens/${token.id}`)).toMatchObject({ id: token.id });
  });

  test('are reached by the platform that made them and by no other', async () => {
    const { id } = await platform.post('/v1/accounts', { managed: true });
    const other = apiAt(sandbox.url);
    await expect(other.on(id).get('/v1/balance')).rejects.toMatchObject({ statusCode: 401 });
    await expect(other.get(`/v1/accounts/${id}`)).rejects.toMatchObject({ statusCode: 404 });
  });

  test('are listed, newest first', async () => {
    const first = await platform.post('/v1/accounts', { managed: true });
    const second = await platform.post('/v1/accounts', { email: 'a@example.com' });
    await platform.get('/v1/account');
    const ids = (await platform.get('/v1/accounts')).data.map(({ id }: Reply) => id);
    expect(ids).toEqual([second.id, first.id]);
    expect((await platform.get('/v1/accounts', { limit: 1 })).has_more).toBe(true);
    expect((await platform.on(first.id).get('/v1/accounts')).data).toEqual([]);
  });

  test('that nobody manages need an e-mail address, and cannot be changed', async () => {
    await expect(platform.post('/v1/accounts')).rejects.toMatchObject({ param: 'email' });
    const { id } = await platform.post('/v1/accounts', { email: 'a@example.com' });
    expect(await platform.get(`/v1/accounts/${id}`)).toMatchObject({
      managed: false,
      charges_enabled: false,
      verification: {
        disabled_reason: 'fields_needed',
        fields_needed: [
          'business_url',
          'external_account',
          'product_description',
          'support_phone',
          'tos_acceptance.date',
          'tos_acceptance.ip',
        ],
      },
    });
    await expect(platform.post(`/v1/accounts/${id}`, { support_phone: '1' })).rejects.toMatchObject({
      statusCode: 400,
    });
    await expect(platform.del(`/v1/accounts/${id}`)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('need less and less to be known', async () => {
    const { id, verification } = await platform.post('/v1/accounts', { managed: true });
    const spec = await platform.get('/v1/country_specs/US');
    expect(verification).toEqual({
      disabled_reason: 'fields_needed',
      due_by: null,
      fields_needed: spec.verification_fields.individual.minimum,
    });
    const named = await platform.post(`/v1/accounts/${id}`, { legal_entity: JENNY, tos_acceptance: TERMS });
    expect(named.verification.fields_needed).toEqual(['external_account']);
    expect(named).toMatchObject({
      details_submitted: true,
      legal_entity: { ssn_last_4_provided: true, verification: { status: 'verified', details_code: null } },
    });
    expect(JSON.stringify(named)).not.toContain('"0000"');
    const done = await platform.post(`/v1/accounts/${id}`, { external_account: BANK });
    expect(done).toMatchObject({
      charges_enabled: true,
      transfers_enabled: true,
      verification: { disabled_reason: null, due_by: null, fields_needed: [] },
    });
    const moved = await platform.post(`/v1/accounts/${id}`, {
      legal_entity: { address: { city: 'Elsewhere' } },
    });
    expect(moved.legal_entity.address).toMatchObject({ city: 'Elsewhere', line1: '1 Main Street' });
    const company = await platform.post(`/v1/accounts/${id}`, { legal_entity: { type: 'company' } });
    expect(company.verification.fields_needed).toEqual([
      'legal_entity.business_name',
      'legal_entity.business_tax_id',
    ]);
    const events = await platform.on(id).get('/v1/events', { type: 'account.updated' });
    expect(events.data[0].data.previous_attributes.verification).toEqual({
      disabled_reason: null,
      fields_needed: [],
    });
    expect((await platform.get('/v1/events')).data).toEqual([]);
  });

  test('of whom the wrong person was named need a document', async () => {
    const { id } = await platform.post('/v1/accounts', {
      managed: true,
      external_account: BANK,
      tos_acceptance: TERMS,
      legal_entity: { ...JENNY, ssn_last_4: '1111' },
    });
    const wrong = await platform.get(`/v1/accounts/${id}`);
    expect(wrong).toMatchObject({
      transfers_enabled: false,
      legal_entity: { verification: { status: 'unverified', details_code: 'failed_keyed_identity' } },
    });
    expect(wrong.verification.fields_needed).toEqual([
      'legal_entity.personal_id_number',
      'legal_entity.verification.document',
    ]);
    const { id: pii } = await platform.post('/v1/tokens', { pii: { personal_id_number: '000000000' } });
    await platform.post(`/v1/accounts/${id}`, { legal_entity: { personal_id_number: pii } });
    await expect(
      platform.post(`/v1/accounts/${id}`, { legal_entity: { personal_id_number: pii } }),
    ).rejects.toMatchObject({ message: 'You cannot use a Stripe token more than once.' });
    await expect(
      platform.post(`/v1/accounts/${id}`, { legal_entity: { verification: { document: 'file_none' } } }),
    ).rejects.toMatchObject({ param: 'legal_entity[verification][document]' });
    const right = await platform.post(`/v1/accounts/${id}`, { legal_entity: { ssn_last_4: '0000' } });
    expect(right).toMatchObject({
      transfers_enabled: true,
      legal_entity: { verification: { status: 'verified' } },
    });
  });

  test('have settings that are checked', async () => {
    const { id } = await platform.post('/v1/accounts', { managed: true });
    const path = `/v1/accounts/${id}`;
    const weekly = await platform.post(path, {
      transfer_schedule: { interval: 'weekly', weekly_anchor: 'monday', delay_days: 'minimum' },
      decline_charge_on: { cvc_failure: true },
      metadata: { a: 'b' },
      business_name: 'Rosen Socks',
    });
    expect(weekly).toMatchObject({
      transfer_schedule: { interval: 'weekly', weekly_anchor: 'monday', delay_days: 2 },
      decline_charge_on: { avs_failure: true, cvc_failure: true },
      metadata: { a: 'b' },
      display_name: 'Rosen Socks',
    });
    expect(
      (await platform.post(path, { transfer_schedule: { interval: 'manual' } })).transfer_schedule,
    ).toEqual({
      delay_days: 2,
      interval: 'manual',
    });
    for (const [parameters, param] of [
      [{ transfer_schedule: { interval: 'monthly' } }, 'transfer_schedule[monthly_anchor]'],
      [{ transfer_schedule: { delay_days: 1 } }, 'transfer_schedule[delay_days]'],
      [{ default_currency: 'eur' }, 'default_currency'],
      [{ tos_acceptance: { date: 1, ip: '1.1.1.1' } }, 'tos_acceptance[date]'],
      [{ business_logo: 'file_none' }, 'business_logo'],
    ] as const) {
      await expect(platform.post(path, parameters)).rejects.toMatchObject({ statusCode: 400, param });
    }
    await expect(platform.post('/v1/accounts', { managed: true, country: 'XX' })).rejects.toMatchObject({
      param: 'country',
    });
  });

  test('are rejected', async () => {
    const { id } = await platform.post('/v1/accounts', { managed: true });
    expect(await platform.post(`/v1/accounts/${id}/reject`, { reason: 'fraud' })).toMatchObject({
      charges_enabled: false,
      transfers_enabled: false,
      verification: { disabled_reason: 'rejected.fraud', fields_needed: [] },
    });
  });

  test('are deleted, and their keys with them', async () => {
    const { id, keys } = await platform.post('/v1/accounts', { managed: true });
    expect(await platform.del(`/v1/accounts/${id}`)).toMatchObject({ deleted: true, id });
    await expect(platform.get(`/v1/accounts/${id}`)).rejects.toMatchObject({ statusCode: 404 });
    await expect(platform.on(id).get('/v1/balance')).rejects.toMatchObject({ statusCode: 401 });
    await expect(apiAt(sandbox.url, keys.secret).get('/v1/balance')).rejects.toMatchObject({
      statusCode: 401,
    });
  });

  test('forget what they have and stay connected, unless their platform forgets them', async () => {
    const { id, keys } = await platform.post('/v1/accounts', { managed: true, country: 'GB' });
    const itself = apiAt(sandbox.url, keys.secret);
    await itself.post('/v1/customers');
    await itself.post('/_sandbox/reset');
    expect((await itself.get('/v1/customers')).data).toEqual([]);
    expect((await platform.on(id).get('/v1/balance')).available[0].currency).toBe('gbp');
    expect((await itself.get('/v1/account')).id).toBe(id);
    await platform.post('/_sandbox/reset');
    await expect(platform.on(id).get('/v1/balance')).rejects.toMatchObject({ statusCode: 401 });
    expect((await itself.get('/v1/account')).id).not.toBe(id);
  });

  test('of a key that no platform has can do everything', async () => {
    const own = await platform.get('/v1/account');
    expect(own).toMatchObject({ charges_enabled: true, managed: false, verification: { fields_needed: [] } });
    expect(own.external_accounts.data).toHaveLength(1);
    expect(await platform.get(`/v1/accounts/${own.id}`)).toEqual(own);
  });
});

describe('external accounts', () => {
  let id: string;
  let path: string;
  beforeEach(async () => {
    ({ id } = await platform.post('/v1/accounts', { managed: true }));
    path = `/v1/accounts/${id}/external_accounts`;
  });
  const add = (more: object = {}) => platform.post(path, { external_account: BANK, ...more });

  test('are made from a dictionary or a token, and say whose they are', async () => {
    const bank = await add({ metadata: { a: 'b' } });
    expect(bank).toMatchObject({
      account: id,
      default_for_currency: true,
      last4: '6789',
      metadata: { a: 'b' },
    });
    expect(JSON.stringify(bank)).not.toContain('000123456789');
    const { id: token } = await platform.post('/v1/tokens', { bank_account: { ...BANK, object: undefined } });
    expect(await add({ external_account: token })).toMatchObject({ default_for_currency: false });
    await expect(add({ external_account: token })).rejects.toMatchObject({ statusCode: 400 });
    const card = await add({ external_account: 'tok_visa_debit' });
    expect(card).toMatchObject({ object: 'card', account: id, currency: 'usd', default_for_currency: false });
    await expect(add({ external_account: 'tok_visa' })).rejects.toMatchObject({ code: 'invalid_card_type' });
    expect(await platform.get(`${path}/${card.id}`, { expand: ['account'] })).toMatchObject({
      account: { id },
    });
    const listed = await platform.get(path, { object: 'card' });
    expect(listed.data.map((one: Reply) => one.id)).toEqual([card.id]);
    expect((await platform.get(`/v1/accounts/${id}`)).external_accounts.total_count).toBe(3);
  });

  test('have one default for each currency', async () => {
    const first = await add();
    const second = await add({ default_for_currency: true });
    expect((await platform.get(`${path}/${first.id}`)).default_for_currency).toBe(false);
    expect(
      await platform.post(`${path}/${first.id}`, { default_for_currency: true, metadata: { a: 'b' } }),
    ).toMatchObject({ default_for_currency: true, metadata: { a: 'b' } });
    await expect(platform.post(`${path}/${first.id}`, { default_for_currency: false })).rejects.toMatchObject(
      {
        param: 'default_for_currency',
      },
    );
    await expect(platform.del(`${path}/${first.id}`)).rejects.toMatchObject({ statusCode: 400 });
    expect(await platform.del(`${path}/${second.id}`)).toMatchObject({ deleted: true });
    await expect(platform.del(`${path}/${first.id}`)).rejects.toMatchObject({ statusCode: 400 });
    const replaced = await platform.post(`/v1/accounts/${id}`, { external_account: BANK });
    expect(replaced.external_accounts.data).toHaveLength(1);
    expect(replaced.external_accounts.data[0]).toMatchObject({ default_for_currency: true });
    expect(replaced.external_accounts.data[0].id).not.toBe(first.id);
  });

  test('of another currency can go when they are the only one', async () => {
    const euro = await add({
      external_account: { ...BANK, country: 'DE', currency: 'eur', routing_number: undefined },
    });
    expect(euro.default_for_currency).toBe(true);
    expect(await platform.del(`${path}/${euro.id}`)).toMatchObject({ deleted: true, id: euro.id });
  });

  test('are updated by what they are', async () => {
    const bank = await add();
    await expect(platform.post(`${path}/${bank.id}`, { name: 'X' })).rejects.toMatchObject({ param: 'name' });
    const card = await add({ external_account: 'tok_visa_debit' });
    expect(await platform.post(`${path}/${card.id}`, { name: 'Jenny', exp_year: 2041 })).toMatchObject({
      name: 'Jenny',
      exp_year: 2041,
    });
    const types = (await platform.on(id).get('/v1/events')).data.map(({ type }: Reply) => type);
    expect(types).toContain('account.external_account.updated');
  });

  test('of other accounts are not found', async () => {
    const { id: bank } = await add();
    const other = await platform.post('/v1/accounts', { managed: true });
    await expect(platform.get(`/v1/accounts/${other.id}/external_accounts/${bank}`)).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('country specs', () => {
  test('are those of the countries that Stripe served', async () => {
    const all = await platform.get('/v1/country_specs', { limit: 100 });
    expect(all.data.map(({ id }: Reply) => id)).toEqual(
      'AT AU BE CA CH DE DK ES FI FR GB HK IE IT JP LU NL NO NZ PT SE SG US'.split(' '),
    );
    const page = await platform.get('/v1/country_specs', { limit: 2, starting_after: 'AU' });
    expect(page).toMatchObject({ has_more: true, data: [{ id: 'BE' }, { id: 'CA' }] });
    expect(await platform.get('/v1/country_specs/gb')).toMatchObject({
      id: 'GB',
      default_currency: 'gbp',
      supported_bank_account_currencies: { gbp: ['GB'] },
    });
    await expect(platform.get('/v1/country_specs/XX')).rejects.toMatchObject({ statusCode: 404 });
  });
});
