/** Charges that a platform and a connected account share, and what is given back of them. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
let platform: Api;
let account: Api;
let id: string;
beforeEach(async () => {
  platform = apiAt(sandbox.url);
  ({ id } = await platform.post('/v1/accounts', { managed: true }));
  account = platform.on(id);
});

const CHARGE = { amount: 1000, currency: 'usd', source: 'tok_visa' };
/** Stripe's own fee for that charge. */
const STRIPE_FEE = 59;

const money = async () => ({
  platform: (await moneyOf(platform))['usd'],
  account: (await moneyOf(account))['usd'],
});

describe('a charge of a connected account with a fee', () => {
  test('makes a fee of the platform, and the money adds up', async () => {
    const charge = await account.post('/v1/charges', { ...CHARGE, application_fee: 100 });
    const fee = await platform.get(`/v1/application_fees/${charge.application_fee}`);
    expect(fee).toMatchObject({
      object: 'application_fee',
      account: id,
      amount: 100,
      amount_refunded: 0,
      charge: charge.id,
      originating_transaction: null,
      refunded: false,
    });
    expect(fee.application).toMatch(/^ca_\w{32}$/);
    const transaction = await account.get(`/v1/balance/history/${charge.balance_transaction}`);
    expect(transaction).toMatchObject({ amount: 1000, fee: STRIPE_FEE + 100, net: 1000 - STRIPE_FEE - 100 });
    expect(transaction.fee_details).toEqual([
      {
        amount: STRIPE_FEE,
        application: null,
        currency: 'usd',
        description: 'Stripe processing fees',
        type: 'stripe_fee',
      },
      {
        amount: 100,
        application: fee.application,
        currency: 'usd',
        description: null,
        type: 'application_fee',
      },
    ]);
    const earned = await platform.get(`/v1/balance/history/${fee.balance_transaction}`, {
      expand: ['source'],
    });
    expect(earned).toMatchObject({ type: 'application_fee', net: 100, source: { id: fee.id } });
    expect(await money()).toEqual({ platform: 100, account: 841 });
    const listed = await platform.get('/v1/application_fees', { charge: charge.id });
    expect(listed.data.map((one: Reply) => one.id)).toEqual([fee.id]);
    expect((await platform.get('/v1/application_fees', { charge: 'ch_other' })).data).toEqual([]);
    const expanded = await account.get(`/v1/charges/${charge.id}`, { expand: ['application_fee.charge'] });
    expect(expanded.application_fee).toMatchObject({ id: fee.id, charge: { id: charge.id } });
    const types = (await platform.get('/v1/events')).data.map((one: Reply) => one.type);
    expect(types).toContain('application_fee.created');
  });

  test('takes the fee when it is captured', async () => {
    const held = await account.post('/v1/charges', { ...CHARGE, capture: false, application_fee: 100 });
    expect(held.application_fee).toBeNull();
    expect((await platform.get('/v1/application_fees')).data).toEqual([]);
    await expect(
      account.post(`/v1/charges/${held.id}/capture`, { amount: 50, application_fee: 60 }),
    ).rejects.toMatchObject({ param: 'application_fee' });
    const captured = await account.post(`/v1/charges/${held.id}/capture`, {
      amount: 500,
      application_fee: 60,
    });
    expect(captured.application_fee).toMatch(/^fee_/);
    expect(await money()).toEqual({ platform: 60, account: 500 - 45 - 60 });
  });

  test('is refused without a platform, and with a fee that is too large', async () => {
    await expect(platform.post('/v1/charges', { ...CHARGE, application_fee: 1 })).rejects.toMatchObject({
      param: 'application_fee',
    });
    await expect(account.post('/v1/charges', { ...CHARGE, application_fee: 1001 })).rejects.toMatchObject({
      param: 'application_fee',
    });
  });

  test('gives the fee back with a refund only when asked to', async () => {
    const charge = await account.post('/v1/charges', { ...CHARGE, application_fee: 100 });
    await account.post('/v1/refunds', { charge: charge.id, amount: 500 });
    expect(await money()).toEqual({ platform: 100, account: 841 - 500 + 30 });
    const refund = await account.post('/v1/refunds', {
      charge: charge.id,
      amount: 250,
      refund_application_fee: true,
    });
    const transaction = await account.get(`/v1/balance/history/${refund.balance_transaction}`);
    expect(transaction.fee_details).toContainEqual(
      expect.objectContaining({ amount: -25, type: 'application_fee' }),
    );
    await account.post('/v1/refunds', { charge: charge.id, refund_application_fee: true });
    const fee = await platform.get(`/v1/application_fees/${charge.application_fee}`);
    expect(fee).toMatchObject({ amount_refunded: 100, refunded: true, refunds: { total_count: 2 } });
    expect(await money()).toEqual({ platform: 0, account: 0 });
    const other = await account.post('/v1/charges', CHARGE);
    for (const wish of ['refund_application_fee', 'reverse_transfer']) {
      await expect(account.post('/v1/refunds', { charge: other.id, [wish]: true })).rejects.toMatchObject({
        param: wish,
      });
    }
  });

  test('can be made of a card that a customer of the platform has', async () => {
    const customer = await platform.post('/v1/customers', { source: 'tok_visa' });
    const token = await account.post('/v1/tokens', { customer: customer.id });
    expect(token).toMatchObject({ type: 'card', card: { last4: '4242' } });
    expect(token.card.id).not.toBe(customer.default_source);
    expect(await account.post('/v1/charges', { ...CHARGE, source: token.id })).toMatchObject({ paid: true });
    const named = { customer: customer.id, card: customer.default_source };
    expect(await account.post('/v1/tokens', named)).toMatchObject({ type: 'card' });
    await expect(account.post('/v1/tokens', { ...named, card: 'card_none' })).rejects.toMatchObject({
      param: 'card',
    });
    await expect(account.post('/v1/tokens', { card: 'card_none' })).rejects.toMatchObject({
      param: 'customer',
    });
    await expect(platform.post('/v1/tokens', named)).rejects.toMatchObject({
      statusCode: 400,
      param: 'customer',
    });
  });

  test('is declined by the checks that the account is strict about', async () => {
    const source = {
      object: 'card',
      number: '4000000000000036',
      exp_month: 12,
      exp_year: 2040,
      address_zip: '94111',
    };
    await expect(account.post('/v1/charges', { ...CHARGE, source })).rejects.toMatchObject({
      code: 'incorrect_zip',
    });
    await platform.post(`/v1/accounts/${id}`, { decline_charge_on: { avs_failure: false } });
    expect(await account.post('/v1/charges', { ...CHARGE, source })).toMatchObject({ paid: true });
  });

  test('starts the time within which its holder must be known, after which live ones would be refused', async () => {
    await account.post('/v1/charges', CHARGE);
    const { charges_enabled, verification } = await platform.get(`/v1/accounts/${id}`);
    expect(charges_enabled).toBe(true);
    expect(verification.due_by).toBeGreaterThan(0);
    await platform.post('/_sandbox/clock', { advance: 15 * 86_400 });
    expect(await platform.get(`/v1/accounts/${id}`)).toMatchObject({ charges_enabled: false });
    expect(await account.post('/v1/charges', CHARGE)).toMatchObject({ paid: true });
  });
});

describe('refunds of fees', () => {
  test('are made in part and in whole, never more than is left', async () => {
    const { application_fee: fee } = await account.post('/v1/charges', { ...CHARGE, application_fee: 100 });
    const path = `/v1/application_fees/${fee}/refunds`;
    const first = await platform.post(path, { amount: 40, metadata: { a: 'b' } });
    expect(first).toMatchObject({ object: 'fee_refund', amount: 40, fee, metadata: { a: 'b' } });
    expect(await money()).toEqual({ platform: 60, account: 841 + 40 });
    await expect(platform.post(path, { amount: 61 })).rejects.toMatchObject({ param: 'amount' });
    const second = await platform.post(path);
    expect(second.amount).toBe(60);
    expect(await money()).toEqual({ platform: 0, account: 841 + 100 });
    await expect(platform.post(path)).rejects.toMatchObject({ statusCode: 400 });
    expect((await platform.get(path)).data.map((one: Reply) => one.id)).toEqual([second.id, first.id]);
    expect(await platform.post(`${path}/${first.id}`, { metadata: { a: '', c: 'd' } })).toMatchObject({
      metadata: { c: 'd' },
    });
    expect(
      await platform.get(`${path}/${first.id}`, { expand: ['fee', 'balance_transaction'] }),
    ).toMatchObject({
      fee: { id: fee, refunded: true },
      balance_transaction: { type: 'application_fee_refund', net: -40 },
    });
    await expect(platform.get(`/v1/application_fees/fee_none/refunds/${first.id}`)).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('a charge with a destination', () => {
  test('goes on to the connected account, less the fee', async () => {
    const charge = await platform.post('/v1/charges', { ...CHARGE, destination: id, application_fee: 100 });
    const transfer = await platform.get(`/v1/transfers/${charge.transfer}`, {
      expand: ['destination', 'destination_payment'],
    });
    expect(transfer).toMatchObject({
      amount: 1000,
      application_fee: charge.application_fee,
      destination: { id, object: 'account' },
      destination_payment: { object: 'charge', amount: 1000, source_transfer: transfer.id },
      source_transaction: charge.id,
      status: 'paid',
      type: 'stripe_account',
    });
    const fee = await platform.get(`/v1/application_fees/${charge.application_fee}`);
    expect(fee).toMatchObject({
      charge: transfer.destination_payment.id,
      originating_transaction: charge.id,
    });
    expect(await money()).toEqual({ platform: 1000 - STRIPE_FEE - 1000 + 100, account: 900 });
    const { data } = await platform.get('/v1/balance/history', { source: charge.id });
    expect(data[0].sourced_transfers.data.map((one: Reply) => one.id)).toEqual([transfer.id]);
  });

  test('comes back from there when it is refunded, as far as it is asked for', async () => {
    const charge = await platform.post('/v1/charges', { ...CHARGE, destination: id, application_fee: 100 });
    await platform.post('/v1/refunds', { charge: charge.id, amount: 500, reverse_transfer: true });
    expect(await money()).toEqual({ platform: 41 + 30, account: 400 });
    await platform.post('/v1/refunds', {
      charge: charge.id,
      amount: 100,
      reverse_transfer: true,
      refund_application_fee: true,
    });
    expect(await money()).toEqual({ platform: 41 + 30 - 10 + 6 - 1, account: 310 });
    await platform.post('/v1/refunds', { charge: charge.id, amount: 100, refund_application_fee: true });
    const fee = await platform.get(`/v1/application_fees/${charge.application_fee}`);
    expect(fee.amount_refunded).toBe(20);
    await moneyOf(platform);
    await moneyOf(account);
  });

  test('goes on when it is captured', async () => {
    const held = await platform.post('/v1/charges', { ...CHARGE, capture: false, destination: id });
    expect(held).not.toHaveProperty('transfer');
    const captured = await platform.post(`/v1/charges/${held.id}/capture`, { amount: 600 });
    expect(await platform.get(`/v1/transfers/${captured.transfer}`)).toMatchObject({ amount: 600 });
    expect((await money()).account).toBe(600);
  });

  test('needs a destination of the platform that can receive funds', async () => {
    for (const destination of [
      'acct_none',
      (await apiAt(sandbox.url).post('/v1/accounts', { managed: true })).id,
    ]) {
      await expect(platform.post('/v1/charges', { ...CHARGE, destination })).rejects.toMatchObject({
        param: 'destination',
      });
    }
    await platform.post(`/v1/accounts/${id}/reject`, { reason: 'fraud' });
    await expect(platform.post('/v1/charges', { ...CHARGE, destination: id })).rejects.toMatchObject({
      param: 'destination',
    });
    await expect(account.post('/v1/charges', CHARGE)).rejects.toMatchObject({ statusCode: 400 });
  });
});
