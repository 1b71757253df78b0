/** What the gates of 2015 do. */
import { NOTHING_TO_CHARGE } from '#sandbox/errors.ts';
import { eachValue, type GateRows, leavesOut } from './row.ts';

const charge = { object: 'charge', id: 'ch_1', amount: 900 };
const disputeStatuses = ['warning_needs_response', 'under_review', 'won', 'lost', 'charge_refunded'];

export const ROWS: Readonly<Record<string, GateRows>> = {
  '2015-01-11-types-of-file-uploads': {
    replies: (
      [
        ['csv', 'text/csv'],
        ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
        ['gif', 'image/gif'],
        ['jpg', 'image/jpeg'],
        ['pdf', 'application/pdf'],
        ['png', 'image/png'],
        ['xls', 'application/vnd.ms-excel'],
        ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
        [null, null],
      ] as const
    ).map(([type, mimetype]) => ({
      since: { object: 'file_upload', id: 'file_1', type, size: 5 },
      before: { object: 'file_upload', id: 'file_1', mimetype, size: 5 },
    })),
  },
  '2015-01-26-previous-attributes': {
    replies: [
      {
        since: {
          object: 'event',
          type: 'customer.updated',
          data: {
            object: {
              object: 'customer',
              metadata: { a: '3', b: '2' },
              email: 'b@example.com',
              shipping: null,
            },
            previous_attributes: { metadata: { a: '1' }, email: 'a@example.com', shipping: { name: 'J' } },
          },
        },
        before: {
          object: 'event',
          api_version: '2013-08-13',
          type: 'customer.updated',
          data: {
            object: {
              object: 'customer',
              metadata: { a: '3', b: '2' },
              email: 'b@example.com',
              shipping: null,
            },
            previous_attributes: {
              metadata: { a: '1', b: '2' },
              email: 'a@example.com',
              shipping: { name: 'J' },
            },
          },
        },
      },
      {
        since: { object: 'event', type: 'plan.created', data: { object: { object: 'plan' } } },
        before: {
          object: 'event',
          api_version: '2013-08-13',
          type: 'plan.created',
          data: { object: { object: 'plan' } },
        },
      },
      {
        since: { object: 'subscription', canceled_at: 1000, ended_at: 2000 },
        before: { object: 'subscription', canceled_at: 2000, ended_at: 2000 },
      },
      {
        since: { object: 'subscription', canceled_at: 1000, ended_at: null },
        before: { object: 'subscription', canceled_at: 1000, ended_at: null },
      },
      { partOf: 'subscription', since: { canceled_at: null }, before: { canceled_at: null } },
    ],
  },
  '2015-02-10-balance-of-transfers': {
    brings: 'transfers need a balance',
    replies: eachValue('dispute', 'status', [
      ['warning_closed', 'won'],
      ...disputeStatuses.map((status) => [status, status] as const),
    ]),
  },
  '2015-02-16-reversed-transfers': {
    events: [{ since: 'transfer.reversed', before: 'transfer.canceled' }],
  },
  '2015-02-18-sources': {
    events: [
      { since: 'customer.source.created', before: 'customer.card.created' },
      { since: 'customer.source.deleted', before: 'customer.card.deleted' },
    ],
    requests: [
      {
        of: 'POST /v1/charges',
        before: { amount: '5', expand: ['customer.default_card', 'customer.cards', 'scorecards'] },
        since: { amount: '5', expand: ['customer.default_source', 'customer.sources', 'scorecards'] },
      },
      {
        of: 'POST /v1/customers/{customer}',
        before: { default_source: 'card_1', expand: 'cards' },
        since: { default_source: 'card_1', expand: 'cards' },
      },
      { of: 'POST /v1/tokens', before: { card: { number: '1' } }, since: { card: { number: '1' } } },
      {
        of: 'GET /v1/customers',
        before: { expand: [{ data: 'cards' }, 'data.cards'] },
        since: { expand: [{ data: 'cards' }, 'data.sources'] },
      },
    ],
    replies: [
      ...eachValue('charge', 'status', [
        ['succeeded', 'paid'],
        ['pending', 'pending'],
        ['failed', 'failed'],
      ]),
      {
        since: { object: 'charge', source: { id: 'card_1' } },
        before: { object: 'charge', card: { id: 'card_1' }, source: { id: 'card_1' } },
      },
      {
        since: {
          object: 'customer',
          default_source: 'card_1',
          sources: { object: 'list', url: '/v1/customers/cus_1/sources', data: [] },
        },
        before: {
          object: 'customer',
          default_card: 'card_1',
          default_source: 'card_1',
          cards: { object: 'list', url: '/v1/customers/cus_1/cards', data: [] },
          sources: { object: 'list', url: '/v1/customers/cus_1/sources', data: [] },
        },
      },
      {
        since: { object: 'customer', sources: { object: 'list', url: '/v1/other/sources' } },
        before: {
          object: 'customer',
          cards: { object: 'list', url: '/v1/other/sources' },
          sources: { object: 'list', url: '/v1/other/sources' },
        },
      },
      {
        partOf: 'customer',
        since: { default_source: 'card_1', sources: null },
        before: { default_card: 'card_1', default_source: 'card_1', cards: null, sources: null },
      },
    ],
    errors: [
      {
        of: 'POST /v1/charges',
        since: { status: 400, type: 'invalid_request_error', message: NOTHING_TO_CHARGE },
        before: {
          status: 400,
          type: 'invalid_request_error',
          message: 'You must supply either a card or a customer id',
        },
      },
      ...[
        ['POST /v1/charges', 'Another message.'],
        ['POST /v1/customers', NOTHING_TO_CHARGE],
      ].map(([of, message]) => {
        const told = { status: 400, type: 'invalid_request_error' as const, message: message! };
        return { of: of!, since: told, before: told };
      }),
    ],
  },
  '2015-03-24-discountable': {
    requests: [
      {
        of: 'POST /v1/invoiceitems',
        before: { amount: '-5' },
        since: { amount: '-5', discountable: 'true' },
      },
      {
        of: 'POST /v1/invoiceitems',
        before: { amount: '-5', discountable: 'false' },
        since: { amount: '-5', discountable: 'false' },
      },
      { of: 'POST /v1/charges', before: { amount: '5' }, since: { amount: '5' } },
    ],
  },
  '2015-04-07-periods-of-prorations': {
    replies: ['invoiceitem', 'line_item'].flatMap((object) => [
      {
        since: { object, proration: true, period: { start: 10, end: 20 } },
        before: { object, proration: true, period: { start: 10, end: 10 } },
      },
      {
        since: { object, proration: false, period: { start: 10, end: 20 } },
        before: { object, proration: false, period: { start: 10, end: 20 } },
      },
      { partOf: object, since: { proration: true }, before: { proration: true } },
    ]),
  },
  '2015-06-15-ids-of-disputes': {
    replies: [
      leavesOut('dispute', 'id'),
      { partOf: 'dispute', since: { status: 'won' }, before: { status: 'won' } },
    ],
  },
  '2015-06-15-manual-payouts': {},
  '2015-07-07-transfers-in-transit': {
    replies: eachValue('transfer', 'status', [
      ['in_transit', 'paid'],
      ['paid', 'paid'],
      ['pending', 'pending'],
      ['failed', 'failed'],
      ['canceled', 'canceled'],
    ]),
  },
  '2015-07-13-reasons-of-disabled-accounts': {
    replies: eachValue('account', 'verification', [
      [
        { disabled_reason: 'fields_needed', due_by: 5 },
        { contacted: true, due_by: 5 },
      ],
      [{ disabled_reason: null }, { contacted: false }],
      [null, null],
    ]),
  },
  '2015-07-28-balance-of-instant-transfers': {},
  '2015-08-07-date-of-acceptance': {},
  '2015-08-19-sources-of-balance-transactions': {
    replies: [
      ...['refund', 'dispute'].flatMap((object) => [
        {
          since: { object: 'balance_transaction', source: 'x_1' },
          before: { object: 'balance_transaction', source: 'ch_1' },
          stored: [{ object, id: 'x_1', charge: 'ch_1' }, charge],
        },
        {
          since: { object: 'balance_transaction', source: { object, id: 'x_1', charge: 'ch_1' } },
          before: { object: 'balance_transaction', source: charge },
          stored: [charge],
        },
      ]),
      {
        since: { object: 'balance_transaction', source: 'ch_1' },
        before: { object: 'balance_transaction', source: 'ch_1' },
        stored: [charge],
      },
      {
        since: { object: 'balance_transaction', source: { object: 'transfer', id: 'tr_1', charge: 'ch_1' } },
        before: { object: 'balance_transaction', source: { object: 'transfer', id: 'tr_1', charge: 'ch_1' } },
        stored: [charge],
      },
    ],
  },
  '2015-09-03-reused-idempotency-keys': { brings: 'reused idempotency keys are errors' },
  '2015-09-08-too-many-requests': {
    errors: [
      {
        since: {
          status: 429,
          type: 'rate_limit_error',
          message: 'Too many.',
          code: 'lock_timeout',
          param: 'x',
        },
        before: { status: 400, type: 'invalid_request_error', message: 'Too many.', code: 'rate_limit' },
      },
      {
        since: { status: 500, type: 'api_error', message: 'Sorry.' },
        before: { status: 500, type: 'api_error', message: 'Sorry.' },
      },
    ],
  },
  '2015-09-23-charges-of-all-sources': {
    requests: [
      { of: 'GET /v1/charges', before: { limit: '1' }, since: { limit: '1', source: { object: 'card' } } },
      {
        of: 'GET /v1/charges',
        before: { source: { object: 'all' } },
        since: { source: { object: 'all' } },
      },
      { of: 'GET /v1/customers', before: { limit: '1' }, since: { limit: '1' } },
    ],
  },
  '2015-10-01-external-accounts': {
    replies: [
      {
        since: {
          object: 'account',
          external_accounts: { object: 'list', url: '/v1/accounts/acct_1/external_accounts', data: [] },
        },
        before: {
          object: 'account',
          bank_accounts: { object: 'list', url: '/v1/accounts/acct_1/bank_accounts', data: [] },
        },
      },
      {
        partOf: 'account',
        since: { external_accounts: null },
        before: { bank_accounts: null },
      },
    ],
  },
  '2015-10-12-invalid-cards': {
    errors: [
      ...[
        'POST /v1/tokens',
        'POST /v1/customers/{customer}/cards',
        'POST /v1/customers/{customer}/sources',
        'POST /v1/customers/{customer}/bank_accounts',
        'POST /v1/recipients/{recipient}/cards',
        'POST /v1/accounts/{account}/bank_accounts',
        'POST /v1/accounts/{account}/external_accounts',
      ].map((of) => ({
        of,
        since: {
          status: 400,
          type: 'invalid_request_error' as const,
          message: 'Invalid month.',
          param: 'card[exp_month]',
        },
        before: {
          status: 402,
          type: 'card_error' as const,
          message: 'Invalid month.',
          param: 'card[exp_month]',
        },
      })),
      ...(
        [
          ['POST /v1/charges', 400, 'card[exp_month]'],
          ['POST /v1/tokens', 400, 'card'],
          ['POST /v1/tokens', 401, 'card[exp_month]'],
        ] as const
      ).map(([of, status, param]) => {
        const told = { status, type: 'invalid_request_error' as const, message: 'Invalid.', param };
        return { of, since: told, before: told };
      }),
    ],
  },
  '2015-10-16-tax-needs-a-plan': {
    requests: [
      ...['POST /v1/customers', 'POST /v1/customers/{customer}'].flatMap((of) => [
        { of, before: { tax_percent: '8', email: 'a@example.com' }, since: { email: 'a@example.com' } },
        {
          of,
          before: { tax_percent: '8', plan: 'gold' },
          since: { tax_percent: '8', plan: 'gold' },
        },
      ]),
      { of: 'POST /v1/subscriptions', before: { tax_percent: '8' }, since: { tax_percent: '8' } },
    ],
  },
};
