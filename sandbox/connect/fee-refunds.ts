/** Refunds of application fees: what platforms return to their connected accounts. */
import * as fees from '#lib/operations/application-fees.ts';
import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import { type ApplicationFee, applicationFee } from '#sandbox/connect/objects/application-fees.ts';
import { type FeeRefund, feeRefund } from '#sandbox/connect/objects/fee-refunds.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { move } from '#sandbox/payments/balance-transactions.ts';
import { formatted } from '#sandbox/payments/currencies.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';

export const create = implement(feeRefunds.create, (call, { id, amount, metadata }) => {
  const fee = call.find(applicationFee, id, 'id');
  const left = fee.amount - fee.amount_refunded;
  if (left === 0) {
    throw invalidRequest(`Application fee ${id} has already been refunded.`, { param: 'id' });
  }
  if (amount !== undefined && amount > left) {
    throw invalidRequest(
      `Refund amount (${formatted(amount, fee.currency)}) is greater than the unrefunded amount of the application fee (${formatted(left, fee.currency)}).`,
      { param: 'amount' },
    );
  }
  return refundFeeSeparately(call, fee, amount ?? left, call.metadata(metadata));
});

/** The operation under its URL of 2013, which returns the fee. */
export const refundFee = implement(fees.refund, (call, parameters) => {
  create.behave(call, parameters);
  return call.find(applicationFee, parameters.id, 'id');
});

export const retrieve = implement(feeRefunds.retrieve, (call, parameters) => find(call, parameters));

export const update = implement(feeRefunds.update, (call, { fee, id, metadata }) => {
  const current = find(call, { fee, id });
  const changed = call.change(feeRefund, current, { metadata: call.metadata(metadata, current.metadata) });
  call.announce('application_fee.refund.updated', changed);
  return changed;
});

export const list = implement(feeRefunds.list, (call, { id, ...paging }) =>
  call.page(feeRefund, paging, { fee: call.find(applicationFee, id, 'id').id }),
);

/**
 * Refunds part of a fee without a refund of the charge. The connected account gets it as an adjustment; that type is
 * our choice.
 */
export function refundFeeSeparately(
  platform: Call,
  fee: ApplicationFee,
  amount: number,
  metadata: FeeRefund['metadata'] = {},
): FeeRefund {
  const made = refundPartOfFee(platform, fee, amount, metadata);
  const account = platform.account.connectedOf(fee.account);
  if (account !== undefined) {
    move(platform.on(account), {
      amount,
      available_on: platform.find(balanceTransaction, made.balance_transaction).available_on,
      currency: fee.currency,
      description: `Refund of application fee ${fee.id}`,
      fee: 0,
      fee_description: null,
      source: made.id,
      source_type: 'card',
      type: 'adjustment',
    });
  }
  return made;
}

/** Takes part of a fee back from the platform. The refund of the charge credits it to the account. */
export function refundPartOfFee(
  platform: Call,
  { id: fee, amount_refunded, balance_transaction, currency }: ApplicationFee,
  amount: number,
  metadata: FeeRefund['metadata'] = {},
): FeeRefund {
  const id = platform.newId(feeRefund);
  const taken = platform.find(balanceTransaction, balance_transaction);
  const given = move(platform, {
    amount: -amount,
    available_on: Math.max(platform.now, taken.available_on),
    currency,
    description: null,
    fee: 0,
    fee_description: null,
    source: id,
    source_type: 'card',
    type: 'application_fee_refund',
  });
  const made = platform.create(feeRefund, {
    id,
    amount,
    balance_transaction: given.id,
    currency,
    fee,
    metadata,
  });
  const changed = platform.change(applicationFee, platform.find(applicationFee, fee), {
    amount_refunded: amount_refunded + amount,
  });
  platform.announce('application_fee.refunded', changed);
  return made;
}

/** Finds a refund of a fee; those of other fees are not found. */
function find(call: Call, { fee, id }: { fee: string; id: string }): FeeRefund {
  call.find(applicationFee, fee, 'fee');
  const found = call.find(feeRefund, id, 'id');
  return found.fee === fee ? found : call.missing(feeRefund.noun, id, 'id');
}

/** Pro-rata share of the fee for a part of the charge; the last part gets the remainder. */
export function shareOfFee(
  { amount: taken, amount_refunded }: ApplicationFee,
  { whole, before, amount }: { readonly whole: number; readonly before: number; readonly amount: number },
): number {
  const left = taken - amount_refunded;
  return before + amount >= whole ? left : Math.min(left, Math.round((taken * amount) / whole));
}
