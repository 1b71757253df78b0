/** Refunds of application fees: what platforms give back to their connected accounts. */
import * as fees from '#lib/stripe/application-fees.ts';
import * as feeRefunds from '#lib/stripe/fee-refunds.ts';
import type { Call } from '../call.ts';
import { formatted } from '../currencies.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { type ApplicationFee, applicationFee } from './application-fees.ts';
import { balanceTransaction, move } from './balance-transactions.ts';

/** A refund of a fee as it is kept. */
interface FeeRefund extends Stored {
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
  return giveBackAlone(call, fee, amount ?? left, call.metadata(metadata));
});

/** The same at the address of 2013, which shows the fee. */
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
 * Gives a part of a fee back without a refund of what it was taken of. To the connected account it comes as an
 * adjustment; that this is its type is our choice.
 */
export function giveBackAlone(
  platform: Call,
  fee: ApplicationFee,
  amount: number,
  metadata: FeeRefund['metadata'] = {},
): FeeRefund {
  const made = giveBack(platform, fee, amount, metadata);
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

/** Takes a part of a fee back from the platform; the refund of what it was taken of brings it to the account. */
export function giveBack(
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

/** A refund of a fee; those of others are not found. */
function find(call: Call, { fee, id }: { fee: string; id: string }): FeeRefund {
  call.find(applicationFee, fee, 'fee');
  const found = call.find(feeRefund, id, 'id');
  return found.fee === fee ? found : call.missing(feeRefund.noun, id, 'id');
}
