/** Steps with charges, refunds, disputes, fees and transfers, of a platform and of its account. */
import { type Business, DAY } from './business.ts';
import type { Dice, Step } from './dice.ts';

const TOKENS = ['tok_visa', 'tok_bypassPending', 'tok_createDispute', 'tok_chargeDeclined'];
/** A bank account that takes transfers, one that refuses them, and a card that does. */
const DESTINATIONS = [
  {
    bank_account: { country: 'US', account_number: '000123456789', routing_number: '110000000' },
  },
  {
    bank_account: { country: 'US', account_number: '000111111116', routing_number: '110000000' },
  },
  { card: { object: 'card', number: '4000056655665564', exp_month: 12, exp_year: 2040, cvc: '123' } },
];

const charged = (dice: Dice) => ({
  amount: 50 + dice.roll(1000),
  currency: dice.pick(['usd', 'usd', 'usd', 'jpy']),
  source: dice.pick(TOKENS),
});
const side = ({ platform, account }: Business, dice: Dice) => (dice.oneIn(2) ? account : platform);

export const PAYMENT_STEPS: Readonly<Record<string, Step>> = {
  charge: ({ platform }, dice) =>
    platform.post('/v1/charges', { ...charged(dice), ...dice.maybe(3, { capture: false }) }),
  chargeDirectly: ({ account }, dice) =>
    account.post('/v1/charges', {
      ...charged(dice),
      application_fee: dice.roll(60),
      ...dice.maybe(3, { capture: false }),
    }),
  chargeForAccount: ({ platform, accountId }, dice) =>
    platform.post('/v1/charges', {
      ...charged(dice),
      destination: accountId,
      ...dice.maybe(2, { application_fee: 1 + dice.roll(60) }),
      ...dice.maybe(4, { capture: false }),
    }),
  chargeBitcoin: async ({ platform }, dice) => {
    const amount = 50 + dice.roll(1000);
    const money = { amount, currency: 'usd' };
    const { id } = await platform.post('/v1/bitcoin/receivers', { ...money, email: 'fill_now@example.com' });
    return platform.post('/v1/charges', { ...money, source: id });
  },
  capture: async (business, dice) => {
    const api = side(business, dice);
    const { id } = await dice.oneOf(api, '/v1/charges', ({ captured, paid }) => paid && !captured);
    return api.post(`/v1/charges/${id}/capture`, {
      ...dice.maybe(2, { amount: 1 + dice.roll(500) }),
      ...dice.maybe(3, { application_fee: dice.roll(80) }),
    });
  },
  refund: async (business, dice) => {
    const api = side(business, dice);
    const { id, application_fee, transfer } = await dice.oneOf(
      api,
      '/v1/charges',
      ({ refunded }) => !refunded,
    );
    return api.post('/v1/refunds', {
      charge: id,
      ...dice.maybe(2, { amount: 1 + dice.roll(400) }),
      ...(application_fee && dice.maybe(2, { refund_application_fee: true })),
      ...(transfer && dice.maybe(2, { reverse_transfer: true })),
      ...dice.maybe(4, { reason: 'fraudulent' }),
    });
  },
  dispute: async (business, dice) => {
    const api = side(business, dice);
    const { id } = await dice.oneOf(api, '/v1/disputes', ({ status }) => /response|review/.test(status));
    return dice.oneIn(4)
      ? api.post(`/v1/disputes/${id}/close`)
      : api.post(`/v1/disputes/${id}`, {
          evidence: { uncategorized_text: dice.pick(['winning_evidence', 'losing_evidence', 'Look']) },
        });
  },
  refundFee: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/application_fees', ({ refunded }) => !refunded);
    return platform.post(`/v1/application_fees/${id}/refunds`, dice.maybe(2, { amount: 1 + dice.roll(40) }));
  },
  transferToAccount: async ({ platform, accountId }, dice) => {
    const { id } = dice.oneIn(3) ? await dice.oneOf(platform, '/v1/charges') : {};
    return platform.post('/v1/transfers', {
      amount: 1 + dice.roll(800),
      currency: 'usd',
      destination: accountId,
      source_transaction: id,
    });
  },
  transferToBank: (business, dice) =>
    side(business, dice).post('/v1/transfers', {
      amount: 1 + dice.roll(800),
      currency: 'usd',
      destination: dice.pick(['default_for_currency', business.closedBank]),
    }),
  transferToRecipient: async ({ platform }, dice) => {
    const destination = dice.pick(DESTINATIONS);
    const name = { name: 'Jenny Rosen', type: 'individual' };
    const { id: recipient } = await platform.post('/v1/recipients', { ...name, ...destination });
    const { id } = dice.oneIn(3) ? await dice.oneOf(platform, '/v1/charges') : {};
    return platform.post('/v1/transfers', {
      amount: 1 + dice.roll(800),
      currency: 'usd',
      recipient,
      source_transaction: id,
    });
  },
  reverse: async (business, dice) => {
    const api = side(business, dice);
    const { id } = await dice.oneOf(api, '/v1/transfers', ({ reversed }) => !reversed);
    return dice.oneIn(3)
      ? api.post(`/v1/transfers/${id}/cancel`)
      : api.post(`/v1/transfers/${id}/reversals`, {
          ...dice.maybe(2, { amount: 1 + dice.roll(300) }),
          refund_application_fee: dice.oneIn(3),
        });
  },
  wait: ({ platform }, dice) =>
    platform.post('/_sandbox/clock', {
      advance: dice.pick([1, DAY, 3 * DAY + 7, 10 * DAY, 28 * DAY]) + dice.roll(1000),
    }),
};
