/** What was paid to Bitcoin receivers. */
import * as bitcoinTransactions from '#lib/stripe/bitcoin-transactions.ts';
import { implement, resource, type Stored } from '../define.ts';
import { bitcoinReceiver } from './bitcoin-receivers.ts';

/** A payment to a receiver as it is kept. */
interface BitcoinTransaction extends Stored {
  readonly object: 'bitcoin_transaction';
  readonly created: number;
  readonly amount: number;
  readonly bitcoin_amount: number;
  readonly currency: string;
  readonly receiver: string;
}

export const bitcoinTransaction = resource<BitcoinTransaction>('bitcoin_transaction', {
  noun: 'bitcoin transaction',
  id: { prefix: 'btctxn', length: 24 },
  indexes: { receiver: ({ receiver }) => receiver },
  render: (transaction) => ({
    id: transaction.id,
    object: 'bitcoin_transaction',
    amount: transaction.amount,
    bitcoin_amount: transaction.bitcoin_amount,
    created: transaction.created,
    currency: transaction.currency,
    receiver: transaction.receiver,
  }),
});

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
