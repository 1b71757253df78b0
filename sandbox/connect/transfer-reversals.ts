/** Transfer reversals: a platform takes back what it sent. */
import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import { applicationFee } from '#sandbox/connect/objects/application-fees.ts';
import { type TransferReversal, transferReversal } from '#sandbox/connect/objects/transfer-reversals.ts';
import { type Transfer, transfer } from '#sandbox/connect/objects/transfers.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { allFunds, INSUFFICIENT_FUNDS, move } from '#sandbox/payments/balance-transactions.ts';
import { formatted } from '#sandbox/payments/currencies.ts';
import {
  type ApplicationFeePart,
  balanceTransaction,
} from '#sandbox/payments/objects/balance-transactions.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import { type NewRefund, refundCharge } from '#sandbox/payments/refunds.ts';
import { refundPartOfFee, shareOfFee } from './fee-refunds.ts';

export const create = implement(transferReversals.create, (call, parameters) => {
  const sent = call.find(transfer, parameters.id, 'id');
  const { amount = sent.amount - sent.amount_reversed, description, metadata } = parameters;
  return reverse(call, sent, {
    amount,
    description: orNull(description) ?? null,
    metadata: call.metadata(metadata),
    refund_application_fee: parameters.refund_application_fee,
  });
});

export const retrieve = implement(transferReversals.retrieve, (call, parameters) => find(call, parameters));

export const update = implement(transferReversals.update, (call, parameters) => {
  const current = find(call, parameters);
  const changed = call.change(transferReversal, current, {
    description: orNull(parameters.description),
    metadata: call.metadata(parameters.metadata, current.metadata),
  });
  call.announce('transfer.updated', call.find(transfer, current.transfer));
  return changed;
});

export const list = implement(transferReversals.list, (call, { id, ...paging }) =>
  call.page(transferReversal, paging, { transfer: call.find(transfer, id, 'id').id }),
);

/** How much is reversed. */
export interface NewReversal {
  readonly amount: number;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly refund_application_fee?: boolean | undefined;
  /** Fields of the refund of the connected account's payment. */
  readonly refund?: Pick<NewRefund, 'metadata' | 'reason'>;
}

/**
 * Reverses all or part of a transfer to a connected account. A transfer to a bank or card is canceled instead, which
 * works until it is sent.
 * @throws {StripeError} 400 when less is left of it, or the account does not have enough money
 */
export function reverse(
  call: Call,
  sent: Transfer,
  { amount, description = null, metadata = {}, refund_application_fee = false, refund }: NewReversal,
): TransferReversal {
  checkReversible(sent, amount);
  const isPayment = sent.type === 'stripe_account';
  if (isPayment) {
    takeBack(call, sent, amount, refund_application_fee, refund);
  }
  const { reversal, reversed } = bringBack(
    call,
    sent,
    { amount, description, metadata, type: isPayment ? 'transfer_refund' : 'transfer_cancel' },
    isPayment ? {} : { status: 'canceled' },
  );
  call.announce('transfer.reversed', reversed);
  return reversal;
}

/** A reversal before it is stored; `type` is that of its balance transaction. */
interface Returned extends Required<Pick<NewReversal, 'amount' | 'description' | 'metadata'>> {
  readonly type: 'transfer_refund' | 'transfer_cancel' | 'transfer_failure';
}

/** Stores a reversal, returns its money to the balance, and updates the transfer. */
export function bringBack(
  call: Call,
  sent: Transfer,
  { amount, description, metadata, type }: Returned,
  changes: Partial<Transfer>,
): { readonly reversal: TransferReversal; readonly reversed: Transfer } {
  const id = call.newId(transferReversal);
  const { available_on } = call.find(balanceTransaction, sent.balance_transaction);
  const returned = move(call, {
    amount,
    available_on: Math.max(call.now, available_on),
    currency: sent.currency,
    description,
    fee: 0,
    fee_description: null,
    source: id,
    source_type: sent.source_type,
    type,
  });
  const reversal = call.create(transferReversal, {
    id,
    amount,
    balance_transaction: returned.id,
    currency: sent.currency,
    description,
    metadata,
    transfer: sent.id,
  });
  const reversed = call.change(transfer, sent, {
    ...changes,
    amount_reversed: sent.amount_reversed + amount,
  });
  return { reversal, reversed };
}

function checkReversible({ id, amount, amount_reversed, currency, ...sent }: Transfer, asked: number): void {
  const left = amount - amount_reversed;
  if (left === 0) {
    throw invalidRequest(`Transfer ${id} is already fully reversed.`, { param: 'id' });
  }
  if (asked > left) {
    throw invalidRequest(
      `Reversal amount (${formatted(asked, currency)}) is greater than the unreversed amount of the transfer (${formatted(left, currency)}).`,
      { param: 'amount' },
    );
  }
  if (sent.type !== 'stripe_account' && asked < left) {
    throw invalidRequest('Only transfers to Stripe accounts can be reversed in part.', { param: 'amount' });
  }
  if (sent.type !== 'stripe_account' && sent.status !== 'pending') {
    throw invalidRequest(`Transfer ${id} is ${sent.status}; only while it is pending it can be canceled.`, {
      param: 'id',
    });
  }
}

/** Takes the money of a payment back from the connected account that received it. */
function takeBack(
  call: Call,
  sent: Transfer,
  amount: number,
  refund_application_fee: boolean,
  said: NewReversal['refund'],
): void {
  const receiver = call.account.connectedOf(sent.destination);
  const receiving = receiver && call.on(receiver);
  const paid = receiving?.peek(charge, sent.destination_payment);
  if (receiving === undefined || paid === undefined) {
    throw invalidRequest(`The account ${sent.destination} does not exist any more.`, { param: 'id' });
  }
  const part = refund_application_fee ? feeBack(call, sent, amount) : undefined;
  if (allFunds(receiving, sent.currency) - (part?.amount ?? 0) < amount) {
    throw invalidRequest(INSUFFICIENT_FUNDS, { param: 'amount' });
  }
  const { available_on } = receiving.find(balanceTransaction, paid.balance_transaction!);
  refundCharge(receiving, paid, {
    amount,
    application_fee: part,
    available_on: Math.max(receiving.now, available_on),
    id: { prefix: 'pyr', length: 24 },
    ...said,
  });
}

function feeBack(call: Call, sent: Transfer, amount: number): ApplicationFeePart | undefined {
  const fee = sent.application_fee === null ? undefined : call.find(applicationFee, sent.application_fee);
  const part = fee && shareOfFee(fee, { whole: sent.amount, before: sent.amount_reversed, amount });
  if (fee === undefined || !part) {
    return undefined;
  }
  refundPartOfFee(call, fee, part);
  return { amount: -part, application: fee.application };
}

/** Finds a reversal of a transfer; those of other transfers are not found. */
function find(call: Call, parameters: { transfer: string; id: string }): TransferReversal {
  call.find(transfer, parameters.transfer, 'transfer');
  const found = call.find(transferReversal, parameters.id, 'id');
  return found.transfer === parameters.transfer
    ? found
    : call.missing(transferReversal.noun, parameters.id, 'id');
}
