/** What happens to transfers to banks and cards as time passes. */
import { type Transfer, transfer } from '#sandbox/connect/objects/transfers.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { type Source, source } from '#sandbox/payments/objects/sources.ts';
import { type TransferFailure, transferFailureOf } from '#sandbox/payments/test-banks.ts';
import { outcomeOf } from '#sandbox/payments/test-cards.ts';
import { ofCall } from './ownership.ts';
import { bringBack } from './transfer-reversals.ts';

/** Submits a transfer to the bank. */
export const submit = whenDue('transfer.submit', (call, id) => {
  const due = call.find(transfer, id);
  if (due.status === 'pending') {
    call.announce('transfer.updated', call.change(transfer, due, { status: 'in_transit' }));
  }
});

/** Marks a transfer as paid. */
export const arrive = whenDue('transfer.arrive', (call, id) => {
  const due = call.find(transfer, id);
  if (due.status === 'in_transit') {
    call.announce('transfer.paid', call.change(transfer, due, { status: 'paid' }));
  }
});

/** Fails a transfer: a single reversal returns the whole amount. */
export const fail = whenDue('transfer.fail', (call, id) => {
  const due = call.find(transfer, id);
  const failure = failureOf(due.sent_to!);
  if (due.status !== 'pending' || failure === undefined) {
    return;
  }
  const { amount, description } = due;
  const { reversed } = bringBack(
    call,
    due,
    { amount, description, metadata: {}, type: 'transfer_failure' },
    { failure, status: 'failed' },
  );
  call.announce('transfer.failed', reversed);
  blame(call, reversed);
});

/** Returns why a transfer to a bank account or card fails; undefined if it succeeds. */
export function failureOf(sentTo: Source): TransferFailure | undefined {
  if (sentTo.object === 'bank_account') {
    return transferFailureOf(sentTo.outcome);
  }
  const { transferFails } = outcomeOf(sentTo.outcome);
  return transferFails ? transferFailureOf('declined') : undefined;
}

/** Marks a bank account that money came back from. */
function blame(call: Call, { destination }: Transfer): void {
  const { home } = ofCall(call);
  const blamed = home.peek(source, destination);
  if (blamed?.object === 'bank_account') {
    const changed = home.change(bankAccount, blamed, { status: 'errored' });
    if (changed.account !== undefined) {
      call.announce('account.external_account.updated', changed);
    }
  }
}
