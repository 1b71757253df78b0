import { describe, expect, test } from '@jest/globals';
import { hasValidCheckDigit } from '#lib/parameters/card-numbers.ts';
import { TEST_CARDS } from '#sandbox/payments/test-cards.ts';
import { accounts, card, type Loose, refusal } from '../helpers.ts';

const sandbox = accounts();

/** What a charge of each test card comes to: nothing said means that it succeeds. */
const DECLINED: Record<string, { code: string; decline_code?: string; param?: string }> = {
  '4000000000000341': { code: 'card_declined' },
  '4000000000000002': { code: 'card_declined' },
  '4000000000009995': { code: 'card_declined', decline_code: 'insufficient_funds' },
  '4000000000009987': { code: 'card_declined', decline_code: 'lost_card' },
  '4000000000009979': { code: 'card_declined', decline_code: 'stolen_card' },
  '4000000000006975': { code: 'card_declined', decline_code: 'card_velocity_exceeded' },
  ...Object.fromEntries(
    ['4000002500003155', '4000002760003184', '4000008260003178', '4000000000003220', '4000008400001629'].map(
      (number) => [number, { code: 'card_declined', decline_code: 'authentication_required' }],
    ),
  ),
  '4100000000000019': { code: 'card_declined', decline_code: 'fraudulent' },
  '4000000000000127': { code: 'incorrect_cvc', param: 'cvc' },
  '4000000000000069': { code: 'expired_card', param: 'exp_month' },
  '4000000000000119': { code: 'processing_error' },
};

describe('test cards', () => {
  test('have numbers that check out, and tokens of their own', () => {
    expect(TEST_CARDS.filter(({ number }) => !hasValidCheckDigit(number))).toEqual([]);
    const tokens = TEST_CARDS.flatMap((one) => one.tokens);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test.each(TEST_CARDS.map(({ number }) => number))('%s', async (number) => {
    const account = sandbox.open();
    const charge = account.call('POST', '/v1/charges', {
      amount: 500,
      currency: 'usd',
      source: card(number),
    });
    const declined = DECLINED[number];
    if (declined === undefined) {
      expect(await charge).toMatchObject({
        paid: true,
        status: 'succeeded',
        source: { last4: number.slice(-4) },
      });
    } else {
      const error = await refusal(charge);
      expect(error).toMatchObject({ status: 402, type: 'card_error', ...declined });
      expect(error.decline_code).toBe(declined.decline_code);
    }
  });

  test.each(TEST_CARDS.flatMap(({ number, tokens }) => tokens.map((token) => [token, number] as const)))(
    '%s stands for %s, again and again',
    async (token, number) => {
      const account = sandbox.open();
      const charge = () =>
        account.call('POST', '/v1/charges', { amount: 500, currency: 'usd', source: token });
      for (const _ of ['once', 'again']) {
        const { source } = await charge().catch((error) =>
          account.stripe.charges.retrieve((error as Loose).raw.charge),
        );
        expect(source.last4).toBe(number.slice(-4));
      }
    },
  );

  test.each<[string, object, object]>([
    ['4000000000000010', {}, { address_line1_check: 'fail', address_zip_check: 'fail', cvc_check: 'pass' }],
    ['4000000000000028', {}, { address_line1_check: 'fail', address_zip_check: 'pass' }],
    ['4000000000000036', {}, { address_line1_check: 'pass', address_zip_check: 'fail' }],
    ['4000000000000044', {}, { address_line1_check: 'unavailable', address_zip_check: 'unavailable' }],
    ['4000000000000101', {}, { cvc_check: 'fail' }],
    ['4000000000000101', { cvc: undefined }, { cvc_check: null }],
    [
      '4242424242424242',
      { address_line1: undefined },
      { address_line1_check: null, address_zip_check: 'pass' },
    ],
  ])('the checks of %s with %j', async (number, fields, expected) => {
    const source = card(number, { address_line1: 'A', address_zip: '1', ...fields });
    const charge = await sandbox.open().call('POST', '/v1/charges', { amount: 500, currency: 'usd', source });
    expect(charge.source).toMatchObject(expected);
  });

  test('4000000000000341 attaches to a customer, and fails when charged', async () => {
    const account = sandbox.open();
    const { id: customer } = await account.stripe.customers.create({ source: 'tok_chargeCustomerFail' });
    expect(
      await refusal(account.stripe.charges.create({ amount: 500, currency: 'usd', customer })),
    ).toMatchObject({ code: 'card_declined' });
    expect(await refusal(account.stripe.customers.create({ source: 'tok_chargeDeclined' }))).toMatchObject({
      status: 402,
    });
  });

  test('a blocked charge and an elevated risk show in the outcome', async () => {
    const account = sandbox.open();
    const charge = (source: string) =>
      account.call('POST', '/v1/charges', { amount: 500, currency: 'usd', source });
    expect((await charge('tok_riskLevelElevated')).outcome).toMatchObject({ risk_level: 'elevated' });
    const { charge: id } = await refusal(charge('tok_chargeDeclinedFraudulent'));
    expect(await account.stripe.charges.retrieve(id)).toMatchObject({
      fraud_details: { stripe_report: 'fraudulent' },
      outcome: { type: 'blocked', network_status: 'not_sent_to_network', risk_level: 'highest' },
    });
  });

  test('4000000000000077 is available at once', async () => {
    const account = sandbox.open();
    await account.stripe.charges.create({ amount: 1000, currency: 'usd', source: 'tok_bypassPending' });
    expect(await account.call('GET', '/v1/balance')).toMatchObject({
      available: [{ currency: 'usd', amount: 941, source_types: { card: 941 } }],
      pending: [{ currency: 'usd', amount: 0 }],
    });
  });
});
