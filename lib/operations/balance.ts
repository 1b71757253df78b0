/** The balance and its transactions: https://stripe.com/docs/api/balance as of 2016-07-06. */
import { currency, enumeration, id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, timeFilter } from './shared.ts';

export const retrieve = operation(
  'GET',
  '/v1/balance',
  { description: 'Retrieves the available and the pending balance.', returns: 'balance' },
  {},
);

export const history = operation(
  'GET',
  '/v1/balance/history',
  {
    description: 'Lists the transactions that changed the balance, newest first.',
    returns: 'balance_transaction',
    list: true,
  },
  {
    ...paging,
    available_on: timeFilter('Only transactions whose funds become available then.'),
    created: timeFilter('Only transactions made then.'),
    currency: currency('Only transactions in this currency.'),
    source: id('ch', 'Only transactions that this charge, refund, transfer or other object made.'),
    transfer: id('tr', 'Only transactions paid out with this automatic transfer.'),
    type: enumeration(
      [
        'adjustment',
        'application_fee',
        'application_fee_refund',
        'charge',
        'payment',
        'payment_failure_refund',
        'payment_refund',
        'refund',
        'transfer',
        'transfer_cancel',
        'transfer_failure',
        'transfer_refund',
        'validation',
      ],
      'Only transactions of this type.',
      { example: 'charge' },
    ),
  },
);

export const transaction = operation(
  'GET',
  '/v1/balance/history/{id}',
  { description: 'Retrieves a transaction of the balance.', returns: 'balance_transaction' },
  { id: required(id('txn', 'The balance transaction.')) },
);
