/** Transfer reversals: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';

/** A stored reversal. */
export interface TransferReversal extends Stored {
  readonly object: 'transfer_reversal';
  readonly created: number;
  readonly amount: number;
  readonly balance_transaction: string;
  readonly currency: string;
  /** Stripe accepts it and does not return it. */
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly transfer: string;
}

export const transferReversal = resource<TransferReversal>('transfer_reversal', {
  noun: 'transfer reversal',
  id: { prefix: 'trr', length: 24 },
  indexes: { transfer: ({ transfer }) => transfer },
  expandable: { balance_transaction: 'balance_transaction', transfer: 'transfer' },
  render: (reversal) => ({
    id: reversal.id,
    object: 'transfer_reversal',
    amount: reversal.amount,
    balance_transaction: reversal.balance_transaction,
    created: reversal.created,
    currency: reversal.currency,
    metadata: { ...reversal.metadata },
    transfer: reversal.transfer,
  }),
});
