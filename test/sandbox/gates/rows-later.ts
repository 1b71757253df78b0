/** What the gates after 2016 do. */
import { eachValue, type GateRows, leavesOut } from './row.ts';

const declined = {
  status: 402,
  type: 'card_error' as const,
  message: 'Your card was declined.',
  code: 'card_declined',
  charge: 'ch_1',
  stands: true,
};
const generic = { ...declined, decline_code: 'generic_decline' };
const stolen = { ...declined, decline_code: 'stolen_card' };

export const ROWS: Readonly<Record<string, GateRows>> = {
  '2019-02-11-generic-declines': {
    errors: [
      { of: 'POST /v1/charges', since: generic, before: declined },
      { of: 'POST /v1/charges', since: stolen, before: stolen },
      { of: 'POST /v1/payment_intents', since: generic, before: generic },
    ],
  },
  '2019-02-11-names-of-payment-intents': {
    requests: [
      ...[
        ['true', { setup_future_usage: 'off_session' }],
        ['false', {}],
      ].map(([save, since]) => ({
        of: 'POST /v1/payment_intents',
        before: { amount: '5', allowed_source_types: ['card'], save_source_to_customer: save },
        since: { amount: '5', payment_method_types: ['card'], ...(since as object) },
      })),
      { of: 'POST /v1/payment_intents', before: { amount: '5' }, since: { amount: '5' } },
      {
        of: 'POST /v1/charges',
        before: { save_source_to_customer: 'true' },
        since: { save_source_to_customer: 'true' },
      },
    ],
    replies: [
      {
        since: {
          object: 'payment_intent',
          next_action: null,
          payment_method_types: ['card'],
          setup_future_usage: 'off_session',
          status: 'succeeded',
        },
        before: {
          object: 'payment_intent',
          next_source_action: null,
          allowed_source_types: ['card'],
          save_source_to_customer: true,
          status: 'succeeded',
        },
      },
      ...eachValue('payment_intent', 'status', [
        ['requires_payment_method', 'requires_source'],
        ['requires_action', 'requires_source_action'],
        ['requires_confirmation', 'requires_confirmation'],
      ]),
      {
        partOf: 'payment_intent',
        since: { setup_future_usage: null },
        before: { save_source_to_customer: false },
      },
    ],
  },
  '2019-10-17-balances-of-customers': {},
  '2020-08-27-automatic-updates': {
    events: [
      {
        since: 'payment_method.automatically_updated',
        before: 'payment_method.card_automatically_updated',
      },
    ],
  },
  '2022-11-15-charges-of-payment-intents': {
    replies: [
      {
        since: { object: 'payment_intent', id: 'pi_1', latest_charge: 'ch_1' },
        before: {
          object: 'payment_intent',
          id: 'pi_1',
          charges: {
            object: 'list',
            data: [{ object: 'charge', id: 'ch_1' }],
            has_more: false,
            total_count: 1,
            url: '/v1/charges?payment_intent=pi_1',
          },
          latest_charge: 'ch_1',
        },
        stored: [{ object: 'charge', id: 'ch_1' }],
      },
      { partOf: 'payment_intent', since: { latest_charge: null, amount: 5 }, before: { amount: 5 } },
    ],
  },
  '2023-08-16-automatic-payment-methods': { brings: 'intents take what the Dashboard enables' },
  '2024-04-10-asynchronous-capture': { brings: 'intents are captured asynchronously' },
  '2025-03-31.basil-coupons-of-customers': {},
  '2026-07-29.dahlia-allowed-payment-method-types': {
    replies: [
      leavesOut('payment_intent', 'allowed_payment_method_types'),
      leavesOut('setup_intent', 'allowed_payment_method_types'),
    ],
  },
  '2026-09-30.endive-payment-method-types': { brings: 'intents take no payment_method_types' },
};
