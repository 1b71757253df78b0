/** Application fees: what platforms keep of their connected accounts' charges. The platform stores them. */
import * as applicationFees from '#lib/operations/application-fees.ts';
import { type ApplicationFee, applicationFee } from '#sandbox/connect/objects/application-fees.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { move } from '#sandbox/payments/balance-transactions.ts';

export const retrieve = implement(applicationFees.retrieve, (call, { id }) =>
  call.find(applicationFee, id, 'id'),
);

export const list = implement(applicationFees.list, (call, { charge, ...paging }) =>
  call.page(applicationFee, paging, { charge }),
);

/** Credits a platform with the fee of a charge. The money becomes available together with that of the charge. */
export function takeFee(
  platform: Call,
  {
    available_on,
    ...fields
  }: Pick<ApplicationFee, 'account' | 'amount' | 'charge' | 'currency' | 'originating_transaction'> & {
    readonly available_on: number;
  },
): ApplicationFee {
  const id = platform.newId(applicationFee);
  const { amount, currency } = fields;
  const { id: balance_transaction } = move(platform, {
    amount,
    available_on,
    currency,
    description: null,
    fee: 0,
    fee_description: null,
    source: id,
    source_type: 'card',
    type: 'application_fee',
  });
  const made = platform.create(applicationFee, {
    ...fields,
    id,
    amount_refunded: 0,
    application: platform.account.application,
    balance_transaction,
  });
  platform.announce('application_fee.created', made);
  return made;
}
