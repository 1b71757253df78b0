/** What automatic transfers are made up of: where it is listed, every transfer said before 2014-08-04. */
import { operation } from '#lib/operations/operation.ts';
import { paging } from '#lib/operations/shared.ts';
import { id, required } from '#lib/parameters/parameters.ts';
import { transfer } from '#sandbox/connect/objects/transfers.ts';
import { implement } from '#sandbox/engine/define.ts';
import { pageOf } from '#sandbox/engine/lists.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';

const listOfTransfer = operation(
  'GET',
  '/v1/transfers/{transfer}/transactions',
  {
    description: 'Lists what an automatic transfer is made up of.',
    returns: 'balance_transaction',
    list: true,
    deprecated: 'What a transfer is made up of is found in the balance history since 2014-08-04.',
  },
  { transfer: required(id('tr', 'The transfer.')), ...paging },
);

/** The sandbox makes no automatic transfers, so there is nothing in the list. */
export const list = implement(listOfTransfer, (call, { transfer: owner, ...parameters }) => {
  const { id } = call.find(transfer, owner);
  return pageOf(call, balanceTransaction, [], parameters, `/v1/transfers/${id}/transactions`);
});
