/** The payments to Bitcoin receivers. */
import { id, required } from '#lib/parameters/parameters.ts';
import { BITCOIN_RETIRED as retired } from './bitcoin-receivers.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';

const customer = id('cus', 'Only payments to receivers of this customer.');

export const retrieve = operation(
  'GET',
  '/v1/bitcoin/transactions/{id}',
  { description: 'Retrieves a payment to a Bitcoin receiver.', returns: 'bitcoin_transaction', retired },
  { id: required(id('btctxn', 'The payment to the receiver.')) },
);

export const list = operation(
  'GET',
  '/v1/bitcoin/transactions',
  {
    description: 'Lists payments to Bitcoin receivers, newest first.',
    returns: 'bitcoin_transaction',
    list: true,
    retired,
  },
  { ...paging, customer, receiver: id('btcrcv', 'Only payments to this receiver.') },
);

export const listOfReceiver = operation(
  'GET',
  '/v1/bitcoin/receivers/{receiver}/transactions',
  {
    description: 'Lists the payments to a Bitcoin receiver, newest first.',
    returns: 'bitcoin_transaction',
    list: true,
    retired,
  },
  { ...paging, customer, receiver: required(id('btcrcv', 'The Bitcoin receiver.')) },
);
