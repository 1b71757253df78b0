/** What automatic transfers are made up of: where it is listed, every transfer said before 2014-08-04. */
import * as transfers from '#lib/operations/transfers.ts';
import { transfer } from '#sandbox/connect/objects/transfers.ts';
import { implement } from '#sandbox/engine/define.ts';
import { pageOf } from '#sandbox/engine/lists.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';

/** The sandbox makes no automatic transfers, so there is nothing in the list. */
export const list = implement(transfers.listTransactions, (call, { transfer: owner, ...parameters }) => {
  const { id } = call.find(transfer, owner);
  return pageOf(call, balanceTransaction, [], parameters, `/v1/transfers/${id}/transactions`);
});
