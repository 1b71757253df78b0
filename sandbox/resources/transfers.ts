/** Transfers: money that leaves the balance, to connected accounts at once, and to banks and cards in a while. */
import * as transfers from '#lib/stripe/transfers.ts';
import { type Call, orNull } from '../call.ts';
import { payAccount } from '../connect/payments.ts';
import { destinationOf, payOut } from '../connect/payouts.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { isWithin } from '../pagination.ts';
import type { TransferFailure } from '../test-banks.ts';
import { availableFunds, balanceTransaction, type SourceType } from './balance-transactions.ts';
import { charge } from './charges.ts';
import type { Source } from './sources.ts';
import { reverse, transferReversal } from './transfer-reversals.ts';

/** A transfer as it is kept. */
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
  /** What a connected account got by it. */
  readonly destination_payment: string | null;
  readonly failure: TransferFailure | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly recipient: string | null;
  /** The bank account or card, as it was then. */
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

export const INSUFFICIENT_FUNDS =
  'Insufficient funds in Stripe account. In test mode, funds come into the available balance at once by a charge of the card 4000 0000 0000 0077.';

export const create = implement(transfers.create, (call, parameters) => {
  const { amount, currency, metadata, source_type = 'card', statement_descriptor } = parameters;
  const to = destinationOf(call, parameters);
  const available_on = fundedFrom(call, parameters);
  if (
    parameters.source_transaction === undefined &&
    call.does('transfers need a balance') &&
    amount > availableFunds(call, currency, source_type)
  ) {
    throw invalidRequest(INSUFFICIENT_FUNDS, { param: 'amount' });
  }
  const payment = {
    amount,
    available_on,
    currency,
    description: orNull(parameters.description) ?? null,
    metadata: call.metadata(metadata),
    source_transaction: parameters.source_transaction ?? null,
    source_type,
    statement_descriptor: statement_descriptor ?? null,
  };
  return to.account === undefined
    ? payOut(call, { ...payment, sent_to: to.source, recipient: to.recipient ?? null })
    : payAccount(call, { ...payment, destination: to.account });
});

export const retrieve = implement(transfers.retrieve, (call, { transfer: id }) => call.find(transfer, id));

export const update = implement(transfers.update, (call, { transfer: id, description, metadata }) => {
  const current = call.find(transfer, id);
  const changed = call.change(transfer, current, {
    description: orNull(description),
    metadata: call.metadata(metadata, current.metadata),
  });
  call.announce('transfer.updated', changed);
  return changed;
});

export const cancel = implement(transfers.cancel, (call, { transfer: id }) => {
  const current = call.find(transfer, id);
  if (current.type === 'stripe_account') {
    throw invalidRequest('A transfer to a Stripe account has arrived at once; reverse it instead.', {
      param: 'id',
    });
  }
  reverse(call, current, { amount: current.amount });
  return call.find(transfer, id);
});

export const list = implement(transfers.list, (call, { date, ...parameters }) => {
  const { destination, recipient, source_transaction, status, ...paging } = parameters;
  return call.page(
    transfer,
    paging,
    { destination, recipient, source_transaction, status },
    date === undefined ? undefined : (one) => isWithin(one.date, date),
  );
});

/**
 * When the money of a transfer can be used: at once, or where it comes from a charge, when that charge's can.
 * @throws {StripeError} 400 when the charge is none that can be sent on, or has not enough left
 */
function fundedFrom(
  call: Call,
  { amount, currency, source_transaction }: { amount: number; currency: string; source_transaction?: string },
): number {
  if (source_transaction === undefined) {
    return call.now;
  }
  const from = call.find(charge, source_transaction, 'source_transaction');
  const moved = call.peek(balanceTransaction, from.balance_transaction);
  if (moved === undefined || from.currency !== currency) {
    throw invalidRequest(
      moved === undefined
        ? `Charge ${from.id} has not been captured, so there is nothing to transfer of it.`
        : `Charge ${from.id} is in ${from.currency}, and so must be what is transferred of it.`,
      { param: 'source_transaction' },
    );
  }
  const sent = call.all(transfer, { source_transaction: from.id });
  const left = sent.reduce((rest, one) => rest - (one.amount - one.amount_reversed), moved.amount);
  if (amount > left) {
    throw invalidRequest(
      'The transfers of a charge together cannot be greater than the charge; less than this is left of it.',
      { param: 'amount' },
    );
  }
  return Math.max(call.now, moved.available_on);
}
