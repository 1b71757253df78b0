/** What the gates after 2016 do. */
import { type GateRows, leavesOut } from './row.ts';

const declined = {
  status: 402,
  type: 'card_error' as const,
  code: 'card_declined',
  message: 'Your card was declined.',
  charge: 'ch_1',
  stands: true,
};
const generic = { ...declined, decline_code: 'generic_decline' };
const lost = { ...declined, decline_code: 'lost_card' };

const charge = (id: string, payment_intent: string) => ({ object: 'charge', id, payment_intent });

export const ROWS: Readonly<Record<string, GateRows>> = {
  '2019-02-11-generic-declines': {
    errors: [
      { of: 'POST /v1/charges', since: generic, before: declined },
      { of: 'POST /v1/charges', since: lost, before: lost },
      { of: 'POST /v1/payment_intents', since: generic, before: generic },
    ],
  },
  '2019-02-11-names-of-payment-intents': {
    requests: [
      ...['POST /v1/payment_intents', 'POST /v1/payment_intents/{intent}/confirm'].flatMap((of) => [
        {
          of,
          before: { amount: '900', allowed_source_types: ['card'], save_source_to_customer: 'true' },
          since: { amount: '900', payment_method_types: ['card'], setup_future_usage: 'off_session' },
        },
        { of, before: { amount: '900', save_source_to_customer: 'false' }, since: { amount: '900' } },
        { of, before: { setup_future_usage: 'on_session' }, since: { setup_future_usage: 'on_session' } },
      ]),
      {
        of: 'POST /v1/customers',
        before: { save_source_to_customer: 'true' },
        since: { save_source_to_customer: 'true' },
      },
    ],
    replies: [
      ...[
        ['requires_payment_method', 'requires_source'],
        ['requires_action', 'requires_source_action'],
        ['requires_confirmation', 'requires_confirmation'],
        ['requires_capture', 'requires_capture'],
        ['processing', 'processing'],
        ['succeeded', 'succeeded'],
        ['canceled', 'canceled'],
      ].map(([since, before]) => ({
        since: { object: 'payment_intent', id: 'pi_1', status: since },
        before: { object: 'payment_intent', id: 'pi_1', status: before },
      })),
      ...(
        [
          ['off_session', true],
          ['on_session', true],
          [null, false],
        ] as const
      ).map(([setup_future_usage, save_source_to_customer]) => ({
        since: {
          object: 'payment_intent',
          next_action: { type: 'use_stripe_sdk' },
          payment_method_types: ['card'],
          setup_future_usage,
        },
        before: {
          object: 'payment_intent',
          next_source_action: { type: 'use_stripe_sdk' },
          allowed_source_types: ['card'],
          save_source_to_customer,
        },
      })),
      {
        partOf: 'payment_intent',
        since: { status: 'requires_action', next_action: null },
        before: { status: 'requires_source_action', next_source_action: null },
      },
      {
        since: { object: 'setup_intent', status: 'requires_action', next_action: null },
        before: { object: 'setup_intent', status: 'requires_action', next_action: null },
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
        since: { object: 'payment_intent', id: 'pi_1', amount: 900, latest_charge: 'ch_2' },
        before: {
          object: 'payment_intent',
          id: 'pi_1',
          amount: 900,
          charges: {
            object: 'list',
            data: [charge('ch_2', 'pi_1'), charge('ch_1', 'pi_1')],
            has_more: false,
            total_count: 2,
            url: '/v1/charges?payment_intent=pi_1',
          },
          latest_charge: 'ch_2',
        },
        stored: [charge('ch_3', 'pi_2'), charge('ch_2', 'pi_1'), charge('ch_1', 'pi_1')],
      },
      {
        since: { object: 'payment_intent', id: 'pi_1', latest_charge: null },
        before: {
          object: 'payment_intent',
          id: 'pi_1',
          charges: {
            object: 'list',
            data: [],
            has_more: false,
            total_count: 0,
            url: '/v1/charges?payment_intent=pi_1',
          },
          latest_charge: null,
        },
        stored: [charge('ch_3', 'pi_2')],
      },
      {
        partOf: 'payment_intent',
        since: { status: 'requires_capture' },
        before: { status: 'requires_capture' },
      },
    ],
  },
  '2023-08-16-automatic-payment-methods': { brings: 'intents take what the Dashboard enables' },
  '2024-04-10-asynchronous-capture': { brings: 'intents are captured asynchronously' },
  '2025-03-31.basil-coupons-of-customers': {},
  '2026-07-29.dahlia-allowed-payment-method-types': {
    replies: ['payment_intent', 'setup_intent'].flatMap((object) => [
      leavesOut(object, 'allowed_payment_method_types'),
      {
        partOf: object,
        since: { allowed_payment_method_types: null, amount: 5 },
        before: { amount: 5 },
      },
    ]),
  },
  '2026-09-30.endive-payment-method-types': { brings: 'intents take no payment_method_types' },
};
