/** Payment intents between a platform and its accounts. */
import { describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { apiAt, moneyOf } from '../../helpers/api.ts';
import { accounts, type Loose } from '../helpers.ts';
import { openToday, rejection } from '../today.ts';

const sandbox = accounts();

/** A platform and an account that is connected to it. */
async function connected() {
  const platform = openToday(sandbox.url);
  const account = await platform.call('POST', '/v1/accounts', { managed: true });
  const own = apiAt(sandbox.url, account.keys.secret);
  return { platform, stripe: platform.stripe, destination: account.id as string, own };
}

const paid = {
  amount: 1000,
  currency: 'usd',
  payment_method: 'pm_card_visa',
  confirm: true,
  capture_method: 'automatic',
  expand: ['latest_charge'],
} satisfies Stripe.PaymentIntentCreateParams;

describe('a payment with a destination', () => {
  test.each<[string, object, number, number]>([
    ['sends on all of it', {}, 1000, 0],
    ['keeps the fee', { application_fee_amount: 120 }, 1000, 120],
    ['sends on what is said', { transfer_data: { amount: 700 } }, 700, 0],
  ])('%s', async (_, { transfer_data, ...given }: Loose, transferred, fee) => {
    const { platform, stripe, destination, own } = await connected();
    const intent = await stripe.paymentIntents.create({
      ...paid,
      ...given,
      transfer_data: { destination, ...transfer_data },
      on_behalf_of: destination,
      transfer_group: 'ORDER_1',
    });
    expect(intent).toMatchObject({
      on_behalf_of: destination,
      transfer_group: 'ORDER_1',
      transfer_data: { destination },
    });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({
      on_behalf_of: destination,
      transfer_group: 'ORDER_1',
      transfer_data: { destination },
      transfer: expect.stringMatching(/^tr_/),
    });
    const old = await platform.call('GET', `/v1/charges/${charge.id}`, { expand: ['transfer'] });
    expect(old).toMatchObject({ destination, transfer: { amount: transferred, destination } });
    expect(await moneyOf(own)).toEqual({ usd: transferred - fee });
    await moneyOf(apiAt(sandbox.url, platform.key));
  });

  test('captured in part caps the fee, and refunds it with the transfer', async () => {
    const { platform, stripe, destination, own } = await connected();
    const { id } = await stripe.paymentIntents.create({
      ...paid,
      capture_method: 'manual',
      application_fee_amount: 500,
      transfer_data: { destination },
    });
    const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 300 });
    expect(captured).toMatchObject({ application_fee_amount: 300, amount_received: 300 });
    expect(await moneyOf(own)).toEqual({ usd: 0 });
    await stripe.refunds.create({ payment_intent: id, reverse_transfer: true, refund_application_fee: true });
    expect(await moneyOf(own)).toEqual({ usd: 0 });
    expect(await moneyOf(apiAt(sandbox.url, platform.key))).toEqual({ usd: 0 });
  });

  test('is rejected with a fee and an amount, or more than there is', async () => {
    const { stripe, destination } = await connected();
    for (const [given, param] of [
      [{ transfer_data: { destination, amount: 5 }, application_fee_amount: 5 }, 'transfer_data[amount]'],
      [{ transfer_data: { destination, amount: 1001 } }, 'transfer_data[amount]'],
      [{ transfer_data: { destination }, application_fee_amount: 1001 }, 'application_fee_amount'],
      [{ on_behalf_of: 'acct_1' }, 'on_behalf_of'],
    ] as const) {
      expect(await rejection(stripe.paymentIntents.create({ ...paid, ...given }))).toMatchObject({
        statusCode: 400,
        type: 'invalid_request_error',
        param,
      });
    }
  });
});

test('a payment of the account itself gives the platform its fee', async () => {
  const { platform, stripe, destination, own } = await connected();
  const intent = await stripe.paymentIntents.create(
    { ...paid, application_fee_amount: 100 },
    { stripeAccount: destination },
  );
  const charge = intent.latest_charge as Stripe.Charge;
  expect(charge).toMatchObject({
    application_fee: expect.stringMatching(/^fee_/),
    application_fee_amount: 100,
  });
  expect(await moneyOf(own)).toEqual({ usd: 1000 - 59 - 100 });
  expect(await moneyOf(apiAt(sandbox.url, platform.key))).toEqual({ usd: 100 });
  expect(await rejection(stripe.paymentIntents.retrieve(intent.id))).toMatchObject({ statusCode: 404 });
});
