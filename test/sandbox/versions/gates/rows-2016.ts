/** What the gates of 2016 do. */
import { CURRENCIES } from '#sandbox/payments/countries.ts';
import { eachValue, type GateRows } from './row.ts';

const order = (charge: string | null) => ({ object: 'order', id: 'or_1', charge });
const charge = (refunded: boolean) => ({ object: 'charge', id: 'ch_1', refunded });
const bank = { account_number: '000123456789' };

export const ROWS: Readonly<Record<string, GateRows>> = {
  '2016-02-03-legal-entities': {
    replies: eachValue('account', 'legal_entity', [
      [
        {
          type: 'company',
          business_tax_id_provided: true,
          business_vat_id_provided: false,
          verification: { status: 'unverified', details_code: 'scan_corrupt' },
        },
        { type: 'company', verification: { status: 'unverified' }, additional_owners: null },
      ],
      [
        {
          additional_owners: [
            { first_name: 'J', verification: { status: 'verified', details_code: null } },
            { first_name: 'K', verification: null },
          ],
        },
        {
          additional_owners: [
            { first_name: 'J', verification: { status: 'verified' } },
            { first_name: 'K', verification: null },
          ],
        },
      ],
      [null, null],
    ]),
  },
  '2016-02-19-account-holders': {
    requests: [
      ...[
        ['POST /v1/tokens', 'bank_account'],
        ['POST /v1/accounts', 'external_account'],
        ['POST /v1/customers/{customer}/sources', 'source'],
      ].map(([of, name]) => ({
        of: of!,
        before: { [name!]: { ...bank, name: 'Jenny' }, name: 'kept' },
        since: { [name!]: { ...bank, account_holder_name: 'Jenny' }, name: 'kept' },
      })),
      {
        of: 'POST /v1/tokens',
        before: { bank_account: { name: 'Jenny' } },
        since: { bank_account: { name: 'Jenny' } },
      },
      { of: 'POST /v1/tokens', before: { bank_account: 'ba_1' }, since: { bank_account: 'ba_1' } },
      {
        of: 'POST /v1/tokens',
        before: { card: { ...bank, name: 'Jenny' } },
        since: { card: { ...bank, name: 'Jenny' } },
      },
    ],
    replies: [
      {
        since: { object: 'bank_account', account_holder_name: 'Jenny', account_holder_type: 'individual' },
        before: { object: 'bank_account', name: 'Jenny', account_holder_type: 'individual' },
      },
    ],
  },
  '2016-02-22-items-of-invoices': { brings: 'invoices have at most 250 items' },
  '2016-02-23-refunds-of-orders': {
    requests: [
      ...['canceled', 'returned'].flatMap((status) => [
        {
          of: 'POST /v1/orders/{id}',
          before: { id: 'or_1', status },
          since: { rejected: { status: 400, param: 'status' } },
          stored: [order('ch_1'), charge(false)],
        },
        {
          of: 'POST /v1/orders/{id}',
          before: { id: 'or_1', status },
          since: { id: 'or_1', status },
          stored: [order('ch_1'), charge(true)],
        },
      ]),
      {
        of: 'POST /v1/orders/{id}',
        before: { id: 'or_1', status: 'canceled' },
        since: { id: 'or_1', status: 'canceled' },
        stored: [order(null)],
      },
      {
        of: 'POST /v1/orders/{id}',
        before: { id: 'or_1', status: 'fulfilled' },
        since: { id: 'or_1', status: 'fulfilled' },
        stored: [order('ch_1'), charge(false)],
      },
      {
        of: 'POST /v1/products/{id}',
        before: { id: 'or_1', status: 'canceled' },
        since: { id: 'or_1', status: 'canceled' },
        stored: [order('ch_1'), charge(false)],
      },
    ],
  },
  '2016-02-29-postal-codes': {},
  '2016-03-07-currencies-of-countries': {
    replies: [
      {
        since: { object: 'account', country: 'US' },
        before: {
          object: 'account',
          country: 'US',
          currencies_supported: [...CURRENCIES],
        },
      },
      { partOf: 'account', since: { email: null }, before: { email: null } },
    ],
  },
  '2016-06-15-skus-of-products': { brings: 'SKUs stay active without their product' },
  '2016-07-06-canceled-subscriptions': {
    replies: [
      ...[
        'GET /v1/subscriptions/{subscription}',
        'GET /v1/customers/{customer}/subscriptions/{subscription}',
      ].flatMap((of) => [
        {
          of,
          since: { object: 'subscription', id: 'sub_1', status: 'canceled' },
          before: { rejected: { status: 404, param: 'id' } },
        },
        {
          of,
          since: { object: 'subscription', id: 'sub_1', status: 'active' },
          before: { object: 'subscription', id: 'sub_1', status: 'active' },
        },
      ]),
      {
        of: 'DELETE /v1/subscriptions/{subscription}',
        since: { object: 'subscription', id: 'sub_1', status: 'canceled' },
        before: { object: 'subscription', id: 'sub_1', status: 'canceled' },
      },
      {
        since: { object: 'subscription', id: 'sub_1', status: 'canceled' },
        before: { object: 'subscription', id: 'sub_1', status: 'canceled' },
      },
    ],
  },
  '2016-07-06-offset': {
    requests: [
      {
        of: 'GET /v1/customers',
        before: { offset: '3', limit: '2' },
        since: { limit: '2' },
        offsetPaging: { offset: 3, counted: false },
      },
      { of: 'GET /v1/customers', before: { limit: '2' }, since: { limit: '2' } },
      {
        of: 'GET /v1/charges',
        before: { offset: '0', source: { object: 'all' } },
        since: { source: { object: 'all' } },
        offsetPaging: { offset: 0, counted: false },
      },
      {
        of: 'GET /v1/charges',
        before: { offset: '0' },
        since: { rejected: { status: 400, param: 'offset' } },
      },
      {
        of: 'GET /v1/customers',
        before: { offset: '-1' },
        since: { rejected: { status: 400, param: 'offset' } },
      },
    ],
  },
};
