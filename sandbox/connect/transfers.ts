/** Transfers: money that leaves the balance, at once for connected accounts, and later for banks and cards. */
import * as transfers from '#lib/operations/transfers.ts';
import { transfer } from '#sandbox/connect/objects/transfers.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { isWithin } from '#sandbox/engine/lists.ts';
import { availableFunds, INSUFFICIENT_FUNDS } from '#sandbox/payments/balance-transactions.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import { payAccount } from './account-payments.ts';
import { destinationOf, payOut } from './payouts.ts';
import { reverse } from './transfer-reversals.ts';

export const create = implement(transfers.create, (call, parameters) => {
  const { amount, currency, metadata, source_type = 'card', statement_descriptor } = parameters;
  const to = destinationOf(call, parameters);
  const available_on = fundedFrom(call, parameters);
  if (
    parameters.source_transaction === undefined &&
    call.hasFlag('transfers need a balance') &&
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
 * Returns when the funds of a transfer are available: at once, or with the charge that they come from.
 * @throws {StripeError} 400 when the charge cannot be transferred, or does not have enough left
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
