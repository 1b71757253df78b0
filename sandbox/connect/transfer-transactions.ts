/** What automatic transfers consist of. Before 2014-08-04 every transfer contained the URL of this list. */
import * as transfers from '#lib/operations/transfers.ts';
import { transfer } from '#sandbox/connect/objects/transfers.ts';
import { implement } from '#sandbox/engine/define.ts';
import { pageOf } from '#sandbox/engine/lists.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';

/** The sandbox makes no automatic transfers, so the list is empty. */
export const list = implement(transfers.listTransactions, (call, { transfer: owner, ...parameters }) => {
  const { id } = call.find(transfer, owner);
  return pageOf(call, balanceTransaction, [], parameters, `/v1/transfers/${id}/transactions`);
});
