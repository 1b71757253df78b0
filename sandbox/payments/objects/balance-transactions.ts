/** Balance transactions: what is stored of them and how they are shown. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';

/** What kind of payment the money came by; the balance tells them apart. */
export type SourceType = 'card' | 'bank_account' | 'bitcoin_receiver' | 'alipay_account';

/** The part of a fee that is a platform's. */
export interface ApplicationFeePart {
  readonly amount: number;
  /** `ca_…` */
  readonly application: string;
}

/** A movement of money as it is kept. */
export interface BalanceTransaction extends Stored {
  readonly object: 'balance_transaction';
  readonly created: number;
  readonly amount: number;
  readonly available_on: number;
  readonly currency: string;
  readonly description: string | null;
  /** All of it, the platform's included. */
  readonly fee: number;
  readonly fee_description: string | null;
  /** What of the fee a platform gets, or gives back. */
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
