/** What the gates of 2013 and 2014 do. */
import { eachValue, type GateRows, leavesOut } from './row.ts';

const refund = {
  id: 're_1',
  object: 'refund',
  amount: 100,
  currency: 'usd',
  created: 1,
  balance_transaction: 'txn_1',
  charge: 'ch_1',
  metadata: {},
  reason: null,
};
const { id: _id, charge: _charge, metadata: _metadata, reason: _reason, ...oldRefund } = refund;

const DISPUTE_STATUSES = ['needs_response', 'under_review', 'won', 'lost'];

export const ROWS: Readonly<Record<string, GateRows>> = {
  '2013-10-29-coupons-give-no-credit': { brings: 'coupons give no credit' },
  '2013-10-29-fields': {
    replies: [
      leavesOut(
        'account',
        ...['bank_accounts', 'business_logo', 'business_name', 'business_primary_color', 'business_url'],
        ...['debit_negative_balances', 'decline_charge_on', 'display_name', 'legal_entity', 'managed'],
        ...['metadata', 'product_description', 'support_email', 'support_phone', 'support_url', 'timezone'],
        ...['tos_acceptance', 'transfer_schedule', 'verification'],
      ),
      ...['available', 'pending'].flatMap((field) =>
        eachValue('balance', field, [
          [[{ currency: 'usd', amount: 5, source_types: { card: 5 } }], [{ currency: 'usd', amount: 5 }]],
          [[], []],
          [null, null],
        ]),
      ),
      leavesOut('balance_transaction', 'sourced_transfers'),
      leavesOut(
        'bank_account',
        ...['account', 'account_holder_type', 'default_for_currency', 'disabled', 'id', 'metadata', 'name'],
        ...['routing_number', 'verified'],
      ),
      leavesOut('card', 'tokenization_method'),
      leavesOut('charge', 'order', 'outcome', 'receipt_number', 'source_transfer', 'status'),
      leavesOut('coupon', 'created'),
      leavesOut('customer', 'currency'),
      leavesOut('discount', 'subscription'),
      leavesOut('dispute', 'is_charge_refundable'),
      {
        since: { object: 'event', type: 'charge.created', api_version: '2013-10-29', data: { object: {} } },
        before: { object: 'event', type: 'charge.created', data: { object: {} } },
      },
      leavesOut('invoice', 'receipt_number', 'webhooks_delivered_at'),
      leavesOut('invoiceitem', 'period'),
      leavesOut('line_item', 'subscription'),
      leavesOut('plan', 'created'),
      leavesOut('recipient', 'migrated_to'),
      leavesOut('subscription', 'created', 'livemode'),
      leavesOut('token', 'client_ip'),
      leavesOut(
        'transfer',
        ...['amount_reversed', 'application_fee', 'destination_payment', 'failure_code', 'failure_message'],
        ...['method', 'reversals', 'reversed'],
      ),
    ],
    errors: [
      {
        since: { status: 404, type: 'invalid_request_error', message: 'No such charge: ch_1', param: 'id' },
        before: {
          status: 404,
          type: 'invalid_request_error',
          message: 'No such charge: ch_1',
          param: 'id',
          code: 'missing',
        },
      },
      {
        since: { status: 404, type: 'invalid_request_error', message: 'Unrecognized request URL' },
        before: { status: 404, type: 'invalid_request_error', message: 'Unrecognized request URL' },
      },
      {
        since: { status: 404, type: 'invalid_request_error', message: 'a', param: 'id', code: 'gone' },
        before: { status: 404, type: 'invalid_request_error', message: 'a', param: 'id', code: 'gone' },
      },
      {
        since: {
          status: 402,
          type: 'card_error',
          message: 'Your card was declined.',
          code: 'card_declined',
          param: 'card',
          charge: 'ch_1',
          decline_code: 'do_not_honor',
          stands: true,
        },
        before: {
          status: 402,
          type: 'card_error',
          message: 'Your card was declined.',
          code: 'card_declined',
          param: 'card',
          charge: 'ch_1',
          decline_code: 'do_not_honor',
          stands: true,
        },
      },
    ],
  },
  '2013-12-03-application-fee-account': {
    replies: [
      ...eachValue('application_fee', 'account', [
        ['acct_1', 'acct_1'],
        [{ object: 'account', id: 'acct_1' }, 'acct_1'],
      ]),
    ],
  },
  '2014-01-31-several-subscriptions': {
    brings: 'subscriptions have coupons of their own',
    replies: [
      {
        since: {
          object: 'customer',
          subscriptions: { object: 'list', data: [{ id: 'sub_2' }, { id: 'sub_1' }] },
        },
        before: { object: 'customer', subscription: { id: 'sub_2' } },
      },
      {
        since: { object: 'customer', subscriptions: { object: 'list', data: [] } },
        before: { object: 'customer', subscription: null },
      },
      { partOf: 'customer', since: { email: null }, before: { email: null } },
      leavesOut('subscription', 'discount'),
    ],
  },
  '2014-03-13-statement-description-of-transfers': {
    replies: [
      {
        since: { object: 'transfer', statement_description: 'WAGES' },
        before: { object: 'transfer', statement_descriptor: 'WAGES' },
      },
    ],
  },
  '2014-03-28-lists-by-cursors': {
    requests: [
      {
        of: 'GET /v1/charges',
        before: { limit: '3', customer: 'cus_1' },
        since: { limit: '3', customer: 'cus_1' },
        offsetPaging: { offset: 0, counted: true },
      },
      { of: 'GET /v1/events', before: {}, since: {}, offsetPaging: { offset: 0, counted: true } },
      { of: 'GET /v1/charges/{charge}', before: { limit: '3' }, since: { limit: '3' } },
    ],
    replies: [
      {
        since: { object: 'list', url: '/v1/charges', has_more: true, total_count: 5, data: [] },
        before: { object: 'list', url: '/v1/charges', count: 5, data: [] },
      },
      {
        since: { object: 'list', url: '/v1/charges', has_more: false, total_count: 0, data: [] },
        before: { object: 'list', url: '/v1/charges', count: 0, data: [] },
      },
      {
        since: { object: 'list', url: '/v1/charges', has_more: false, data: [] },
        before: { object: 'list', url: '/v1/charges', data: [] },
      },
    ],
  },
  '2014-05-19-bank-account-of-transfers': {
    replies: [
      {
        since: { object: 'transfer', bank_account: { last4: '6789' } },
        before: { object: 'transfer', account: { last4: '6789' } },
      },
      { since: { object: 'transfer', amount: 1 }, before: { object: 'transfer', amount: 1, account: null } },
      { partOf: 'transfer', since: { status: 'pending' }, before: { status: 'pending' } },
    ],
  },
  '2014-06-13-brands-of-cards': {
    replies: [
      {
        since: { object: 'card', brand: 'Visa', funding: 'credit', dynamic_last4: null, last4: '4242' },
        before: { object: 'card', type: 'Visa', last4: '4242' },
      },
      {
        since: { object: 'charge', source: { object: 'card', brand: 'MasterCard' } },
        before: { object: 'charge', source: { object: 'card', type: 'MasterCard' } },
      },
    ],
  },
  '2014-06-17-list-of-refunds': {
    replies: [
      ...eachValue('charge', 'refunds', [
        [{ object: 'list', total_count: 1, data: [refund] }, [oldRefund]],
        [{ object: 'list', total_count: 0, data: [] }, []],
      ]),
      { partOf: 'charge', since: { refunded: false }, before: { refunded: false } },
    ],
  },
  '2014-07-22-plans-of-invoice-lines': {
    replies: [
      leavesOut('invoiceitem', 'plan', 'quantity'),
      {
        since: { object: 'line_item', type: 'invoiceitem', plan: { id: 'gold' }, quantity: 2, amount: 5 },
        before: { object: 'line_item', type: 'invoiceitem', plan: null, quantity: null, amount: 5 },
      },
      {
        since: { object: 'line_item', type: 'subscription', plan: { id: 'gold' }, quantity: 2 },
        before: { object: 'line_item', type: 'subscription', plan: { id: 'gold' }, quantity: 2 },
      },
    ],
  },
  '2014-07-26-list-of-fee-refunds': {
    replies: eachValue('application_fee', 'refunds', [
      [{ object: 'list', total_count: 1, data: [{ id: 'fr_1' }] }, [{ id: 'fr_1' }]],
      [{ object: 'list', total_count: 0, data: [] }, []],
    ]),
  },
  '2014-08-04-balance-history-of-transfers': {
    replies: [
      {
        since: { object: 'transfer', id: 'tr_1', amount: 700, currency: 'cad' },
        before: {
          object: 'transfer',
          id: 'tr_1',
          amount: 700,
          currency: 'cad',
          summary: {
            charge_gross: 0,
            charge_fees: 0,
            charge_fee_details: [],
            refund_gross: 0,
            refund_fees: 0,
            refund_fee_details: [],
            adjustment_gross: 0,
            adjustment_fees: 0,
            adjustment_fee_details: [],
            validation_fees: 0,
            validation_count: 0,
            charge_count: 0,
            refund_count: 0,
            adjustment_count: 0,
            net: 700,
            currency: 'cad',
            collected_fee_gross: 0,
            collected_fee_count: 0,
            collected_fee_refund_gross: 0,
            collected_fee_refund_count: 0,
          },
          transactions: { object: 'list', count: 0, url: '/v1/transfers/tr_1/transactions', data: [] },
          other_transfers: ['tr_1'],
        },
      },
      { partOf: 'transfer', since: { status: 'pending' }, before: { status: 'pending' } },
    ],
  },
  '2014-08-20-statuses-of-disputes': {
    replies: [
      ...eachValue('dispute', 'status', [
        ...DISPUTE_STATUSES.map((status) => [status, status] as const),
        ['warning_needs_response', 'needs_response'],
        ['warning_under_review', 'under_review'],
        ['charge_refunded', 'lost'],
      ]),
      {
        since: { object: 'dispute', balance_transactions: [{ id: 'txn_1' }, { id: 'txn_2' }] },
        before: { object: 'dispute', balance_transaction: 'txn_1' },
      },
      {
        since: { object: 'dispute', balance_transactions: [] },
        before: { object: 'dispute', balance_transaction: null },
      },
      { partOf: 'dispute', since: { reason: 'general' }, before: { reason: 'general' } },
    ],
  },
  '2014-09-08-status-of-bank-accounts': {
    replies: (
      [
        ['new', false, false, false],
        ['validated', false, true, false],
        ['verified', false, true, true],
        ['errored', true, false, false],
      ] as const
    ).map(([status, disabled, validated, verified]) => ({
      since: { object: 'bank_account', last4: '6789', status },
      before: { object: 'bank_account', last4: '6789', disabled, validated, verified },
    })),
  },
  '2014-10-07-fields': {
    replies: [
      {
        since: {
          object: 'account',
          email: 'a@example.com',
          default_currency: 'cad',
          currencies_supported: ['usd', 'cad'],
        },
        before: {
          object: 'account',
          email: 'a@example.com',
          default_currency: 'CAD',
          currencies_supported: ['CAD'],
        },
      },
      { partOf: 'account', since: { default_currency: 'usd' }, before: { default_currency: 'USD' } },
      { partOf: 'account', since: { email: null }, before: { email: null } },
    ],
  },
  '2014-10-07-publishable-keys': { brings: 'publishable keys only make tokens' },
  '2014-11-05-enabled-accounts': {
    replies: [
      {
        since: { object: 'account', charges_enabled: true, transfers_enabled: false },
        before: { object: 'account', charge_enabled: true, transfer_enabled: false },
      },
    ],
  },
  '2014-11-20-won-disputes-and-metadata-of-lines': {
    replies: [
      {
        since: { object: 'dispute', status: 'won', charge: 'ch_1' },
        before: { object: 'dispute', status: 'charge_refunded', charge: 'ch_1' },
        stored: [{ object: 'charge', id: 'ch_1', refunded: true }],
      },
      {
        since: { object: 'dispute', status: 'won', charge: { object: 'charge', refunded: true } },
        before: {
          object: 'dispute',
          status: 'charge_refunded',
          charge: { object: 'charge', refunded: true },
        },
      },
      {
        since: { object: 'dispute', status: 'won', charge: 'ch_1' },
        before: { object: 'dispute', status: 'won', charge: 'ch_1' },
        stored: [{ object: 'charge', id: 'ch_1', refunded: false }],
      },
      {
        since: { object: 'dispute', status: 'lost', charge: 'ch_1' },
        before: { object: 'dispute', status: 'lost', charge: 'ch_1' },
        stored: [{ object: 'charge', id: 'ch_1', refunded: true }],
      },
      {
        since: {
          object: 'line_item',
          type: 'subscription',
          metadata: { a: '1' },
          plan: { metadata: { b: '2' } },
        },
        before: {
          object: 'line_item',
          type: 'subscription',
          metadata: { b: '2' },
          plan: { metadata: { b: '2' } },
        },
      },
      {
        since: { object: 'line_item', type: 'subscription', metadata: { a: '1' }, plan: {} },
        before: { object: 'line_item', type: 'subscription', metadata: {}, plan: {} },
      },
      {
        since: {
          object: 'line_item',
          type: 'invoiceitem',
          metadata: { a: '1' },
          plan: { metadata: { b: '2' } },
        },
        before: {
          object: 'line_item',
          type: 'invoiceitem',
          metadata: { a: '1' },
          plan: { metadata: { b: '2' } },
        },
      },
      {
        since: { object: 'line_item', type: 'subscription', metadata: { a: '1' }, plan: null },
        before: { object: 'line_item', type: 'subscription', metadata: { a: '1' }, plan: null },
      },
    ],
  },
  '2014-12-08-evidence-of-disputes': {
    requests: [
      {
        of: 'POST /v1/disputes/{dispute}',
        before: { evidence: 'She wears them.', dispute: 'dp_1' },
        since: { evidence: { uncategorized_text: 'She wears them.' }, dispute: 'dp_1' },
      },
      {
        of: 'POST /v1/disputes/{dispute}',
        before: { evidence: { refund_policy: 'None.' } },
        since: { evidence: { refund_policy: 'None.' } },
      },
    ],
    replies: [
      ...eachValue('dispute', 'evidence', [
        [
          { refund_policy: 'None.', service_date: null, uncategorized_text: 'She wears them.' },
          'None.\nShe wears them.',
        ],
        [{ refund_policy: null }, null],
        [null, null],
      ]),
      {
        since: { object: 'dispute', evidence_details: { due_by: 1_400_000_000, submission_count: 0 } },
        before: { object: 'dispute', evidence_due_by: 1_400_000_000 },
      },
    ],
  },
  '2014-12-17-sources-beside-cards': {
    replies: [leavesOut('charge', 'source'), leavesOut('customer', 'default_source', 'sources')],
  },
  '2014-12-17-statement-descriptor': {
    requests: [
      {
        of: 'POST /v1/plans',
        before: { statement_descriptor: 'GOLD', name: 'Gold' },
        since: { statement_descriptor: 'GOLD', name: 'Gold' },
      },
      { of: 'POST /v1/accounts', before: { country: 'US' }, since: { rejected: { status: 400 } } },
      { of: 'GET /v1/accounts', before: { limit: '1' }, since: { limit: '1' } },
    ],
    replies: ['charge', 'invoice', 'plan', 'transfer'].map((object) => ({
      since: { object, statement_descriptor: 'GOLD' },
      before: { object, statement_description: 'GOLD' },
    })),
  },
  '2014-12-22-checks-of-cards': {
    replies: [
      ...['address_line1_check', 'address_zip_check', 'cvc_check'].flatMap((check) =>
        eachValue('card', check, [
          ['unavailable', 'unchecked'],
          ['pass', 'pass'],
          ['fail', 'fail'],
          ['unchecked', 'unchecked'],
          [null, null],
        ]),
      ),
      ...eachValue('token', 'card', [
        [
          { object: 'card', last4: '4242' },
          { object: 'card', last4: '4242', customer: null },
        ],
        [null, null],
      ]),
    ],
  },
};
