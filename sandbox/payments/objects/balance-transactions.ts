/** Balance transactions: what is stored, and how they are rendered. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';

/** The type of payment that money came from; the balance lists them separately. */
export type SourceType = 'card' | 'bank_account' | 'bitcoin_receiver' | 'alipay_account';

/** The platform's part of a fee. */
export interface ApplicationFeePart {
  readonly amount: number;
  /** `ca_…` */
  readonly application: string;
}

/** A stored movement of money. */
export interface BalanceTransaction extends Stored {
  readonly object: 'balance_transaction';
  readonly created: number;
  readonly amount: number;
  readonly available_on: number;
  readonly currency: string;
  readonly description: string | null;
  /** The whole fee, including the platform's part. */
  readonly fee: number;
  readonly fee_description: string | null;
  /** The part of the fee that a platform gets or returns. */
  readonly application_fee?: ApplicationFeePart | undefined;
  readonly source: string;
  readonly source_type: SourceType;
  readonly type: string;
}

export const balanceTransaction = resource<BalanceTransaction>('balance_transaction', {
  noun: 'balance transaction',
  id: { prefix: 'txn', length: 24 },
  indexes: { source: ({ source }) => source, type: ({ type }) => type, currency: ({ currency }) => currency },
  expandable: {
    source: ['charge', 'refund', 'dispute', 'transfer', 'transfer_reversal', 'application_fee', 'fee_refund'],
  },
  render: (kept, view) => ({
    id: kept.id,
    object: 'balance_transaction',
    amount: kept.amount,
    available_on: kept.available_on,
    created: kept.created,
    currency: kept.currency,
    description: kept.description,
    fee: kept.fee,
    fee_details: feeDetails(kept),
    net: kept.amount - kept.fee,
    source: kept.source,
    sourced_transfers: view.sublist(
      'transfer',
      { source_transaction: kept.source },
      `/v1/transfers?source_transaction=${kept.source}`,
    ),
    status: kept.available_on <= view.now ? 'available' : 'pending',
    type: kept.type,
  }),
});

function feeDetails({ application_fee, currency, fee, fee_description }: BalanceTransaction): Json[] {
  const { amount: taken = 0, application = null } = application_fee ?? {};
  const details = [
    { amount: fee - taken, application: null, currency, description: fee_description, type: 'stripe_fee' },
    { amount: taken, application, currency, description: null, type: 'application_fee' },
  ];
  return details.filter(({ amount }) => amount !== 0);
}
