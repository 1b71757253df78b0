/** Charges of sources other than cards, at addresses of their own. */
import { describe, id, required } from '#lib/parameters/parameters.ts';
import * as charges from './charges.ts';
import { alias, operation } from './operation.ts';
import { paging } from './shared.ts';

const superseded = 'Payments are charges; they are made and found as such.';
const customer = charges.list.parameters.customer;

export const create = alias(charges.create, '/v1/payments', {
  description: 'Charges a source of any kind.',
  deprecated: superseded,
});

export const retrieve = operation(
  'GET',
  '/v1/payments/{payment}',
  { description: 'Retrieves a payment.', returns: 'charge', deprecated: superseded },
  { payment: required(id('py', 'The payment.')) },
);

export const list = operation(
  'GET',
  '/v1/payments',
  {
    description: 'Lists payments that were not made by card, newest first.',
    returns: 'charge',
    list: true,
    deprecated: superseded,
  },
  { ...paging, customer: describe(customer, 'Only payments of this customer.') },
);

const all = '/v1/bitcoin/payments';

export const createBitcoin = alias(charges.create, all, {
  description: 'Charges a Bitcoin receiver.',
  deprecated: superseded,
});

export const retrieveBitcoin = operation(
  'GET',
  `${all}/{id}`,
  { description: 'Retrieves a payment by Bitcoin.', returns: 'charge', deprecated: superseded },
  { id: required(id('py', 'The payment.')) },
);

export const refundBitcoin = alias(charges.refund, `${all}/{charge}/refund`, {
  description: 'Gives back a payment by Bitcoin, or a part of it.',
  deprecated: superseded,
});

export const listBitcoin = operation(
  'GET',
  all,
  {
    description: 'Lists payments by Bitcoin, newest first.',
    returns: 'charge',
    list: true,
    deprecated: superseded,
  },
  { ...paging, customer: describe(customer, 'Only payments of this customer.') },
);
