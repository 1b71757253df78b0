/** Refunds of application fees: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';

/** A stored refund of a fee. */
export interface FeeRefund extends Stored {
  readonly object: 'fee_refund';
  readonly created: number;
  readonly amount: number;
  readonly balance_transaction: string;
  readonly currency: string;
  readonly fee: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export const feeRefund = resource<FeeRefund>('fee_refund', {
  noun: 'fee refund',
  id: { prefix: 'fr', length: 14 },
  indexes: { fee: ({ fee }) => fee },
  expandable: { balance_transaction: 'balance_transaction', fee: 'application_fee' },
  render: (refund) => ({
    id: refund.id,
    object: 'fee_refund',
    amount: refund.amount,
    balance_transaction: refund.balance_transaction,
    created: refund.created,
    currency: refund.currency,
    fee: refund.fee,
    metadata: { ...refund.metadata },
  }),
});
