/** What becomes of transfers to banks and cards as time passes. */
import type { Call } from '../call.ts';
import { ofCall } from '../connect/ownership.ts';
import { whenDue } from '../define.ts';
import { type TransferFailure, transferFailureOf } from '../test-banks.ts';
import { outcomeOf } from '../test-cards.ts';
import { move } from './balance-transactions.ts';
import { bankAccount } from './bank-accounts.ts';
import { type Source, source } from './sources.ts';
import { type Transfer, transfer } from './transfers.ts';

/** A transfer goes to the bank. */
export const submit = whenDue('transfer.submit', (call, id) => {
  const due = call.find(transfer, id);
  if (due.status === 'pending') {
    call.announce('transfer.updated', call.change(transfer, due, { status: 'in_transit' }));
  }
});

/** A transfer arrives, or comes back. */
export const arrive = whenDue('transfer.arrive', (call, id) => {
  const due = call.find(transfer, id);
  if (due.status !== 'in_transit') {
    return;
  }
  const failure = failureOf(due.sent_to!);
  if (failure === undefined) {
    call.announce('transfer.paid', call.change(transfer, due, { status: 'paid' }));
    return;
  }
  move(call, {
    amount: due.amount,
    available_on: call.now,
    currency: due.currency,
    description: due.description,
    fee: 0,
    fee_description: null,
    source: id,
    source_type: due.source_type,
    type: 'transfer_failure',
  });
  call.announce('transfer.failed', call.change(transfer, due, { failure, status: 'failed' }));
  blame(call, due);
});

function failureOf(sentTo: Source): TransferFailure | undefined {
  if (sentTo.object === 'bank_account') {
    return transferFailureOf(sentTo.outcome);
  }
  const { transferFails } = outcomeOf(sentTo.outcome);
  return transferFails ? transferFailureOf('declined') : undefined;
}

/** A bank account that money came back from is marked so. */
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
