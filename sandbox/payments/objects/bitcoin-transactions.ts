/** Bitcoin transactions: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';

/** A stored payment to a receiver. */
export interface BitcoinTransaction extends Stored {
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
