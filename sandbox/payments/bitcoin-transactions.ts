/** Payments to Bitcoin receivers. */
import * as bitcoinTransactions from '#lib/operations/bitcoin-transactions.ts';
import { implement } from '#sandbox/engine/define.ts';
import { bitcoinReceiver } from '#sandbox/payments/objects/bitcoin-receivers.ts';
import {
  type BitcoinTransaction,
  bitcoinTransaction,
} from '#sandbox/payments/objects/bitcoin-transactions.ts';

export const listTransactions = implement(
  bitcoinTransactions.list,
  (call, { customer, receiver, ...paging }) => {
    const ofCustomer = (one: BitcoinTransaction) =>
      call.peek(bitcoinReceiver, one.receiver)?.customer === customer;
    return call.page(
      bitcoinTransaction,
      paging,
      { receiver },
      customer === undefined ? undefined : ofCustomer,
    );
  },
);

export const listTransactionsOfReceiver = implement(
  bitcoinTransactions.listOfReceiver,
  (call, parameters) => {
    call.find(bitcoinReceiver, parameters.receiver, 'receiver');
    return listTransactions.behave(call, parameters);
  },
);

export const retrieveTransaction = implement(bitcoinTransactions.retrieve, (call, { id }) =>
  call.find(bitcoinTransaction, id, 'id'),
);
