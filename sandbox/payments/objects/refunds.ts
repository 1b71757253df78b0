/** Refunds: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';

/** A stored refund. */
export interface Refund extends Stored {
  readonly object: 'refund';
  readonly created: number;
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The intent that made the charge. */
  readonly payment_intent?: string | undefined;
  readonly reason: string | null;
  /** The transaction that returned the money when the refund failed. */
  readonly failure_balance_transaction?: string | undefined;
  /** Default: succeeded. */
  readonly status?: 'pending' | 'failed' | 'succeeded';
}

export const refund = resource<Refund>('refund', {
  id: { prefix: 're', length: 24 },
  indexes: { charge: ({ charge }) => charge, payment_intent: ({ payment_intent }) => payment_intent ?? null },
  expandable: {
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    payment_intent: 'payment_intent',
  },
  render: (refund) => ({
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.balance_transaction,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    metadata: { ...refund.metadata },
    reason: refund.reason,
    receipt_number: null,
    status: refund.status ?? 'succeeded',
    ...(refund.payment_intent !== undefined && { payment_intent: refund.payment_intent }),
  }),
});
