/** Transfers: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { SourceType } from '#sandbox/payments/objects/balance-transactions.ts';
import type { Source } from '#sandbox/payments/objects/sources.ts';
import type { TransferFailure } from '#sandbox/payments/test-banks.ts';
import { transferReversal } from './transfer-reversals.ts';

/** A stored transfer. */
export interface Transfer extends Stored {
  readonly object: 'transfer';
  readonly created: number;
  readonly amount: number;
  readonly amount_reversed: number;
  readonly application_fee: string | null;
  readonly balance_transaction: string;
  readonly currency: string;
  /** When it arrives, in Unix seconds. */
  readonly date: number;
  readonly description: string | null;
  readonly destination: string;
  /** The payment on the connected account that it created. */
  readonly destination_payment: string | null;
  readonly failure: TransferFailure | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly recipient: string | null;
  /** The bank account or card as it was at that time. */
  readonly sent_to: Source | null;
  readonly source_transaction: string | null;
  readonly source_type: SourceType;
  readonly statement_descriptor: string | null;
  readonly status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';
  readonly type: 'bank_account' | 'card' | 'stripe_account';
}

export const transfer = resource<Transfer>('transfer', {
  id: { prefix: 'tr', length: 24 },
  indexes: {
    destination: ({ destination }) => destination,
    recipient: ({ recipient }) => recipient,
    source_transaction: ({ source_transaction }) => source_transaction,
    status: ({ status }) => status,
  },
  expandable: {
    application_fee: 'application_fee',
    balance_transaction: 'balance_transaction',
    destination: ['account', 'bank_account', 'card'],
    destination_payment: 'charge',
    source_transaction: 'charge',
  },
  render: (transfer, view) => ({
    id: transfer.id,
    object: 'transfer',
    amount: transfer.amount,
    amount_reversed: transfer.amount_reversed,
    application_fee: transfer.application_fee,
    balance_transaction: transfer.balance_transaction,
    ...(transfer.sent_to !== null && { [transfer.sent_to.object]: view.show(transfer.sent_to) }),
    created: transfer.created,
    currency: transfer.currency,
    date: transfer.date,
    description: transfer.description,
    destination: transfer.destination,
    ...(transfer.destination_payment !== null && { destination_payment: transfer.destination_payment }),
    failure_code: transfer.failure?.code ?? null,
    failure_message: transfer.failure?.message ?? null,
    livemode: false,
    metadata: { ...transfer.metadata },
    method: 'standard',
    recipient: transfer.recipient,
    reversals: view.sublist(
      transferReversal,
      { transfer: transfer.id },
      `/v1/transfers/${transfer.id}/reversals`,
    ),
    reversed: transfer.amount_reversed === transfer.amount,
    source_transaction: transfer.source_transaction,
    source_type: transfer.source_type,
    statement_descriptor: transfer.statement_descriptor,
    status: transfer.status,
    type: transfer.type,
  }),
});
