/** Application fees: what platforms keep of their connected accounts' charges. They are kept by the platform. */
import * as applicationFees from '#lib/stripe/application-fees.ts';
import type { Call } from '../call.ts';
import { implement, resource, type Stored } from '../define.ts';
import { move } from './balance-transactions.ts';
import { feeRefund } from './fee-refunds.ts';

/** An application fee as it is kept. */
export interface ApplicationFee extends Stored {
  readonly object: 'application_fee';
  readonly created: number;
  /** Whose charge it was taken from. */
  readonly account: string;
  readonly amount: number;
  readonly amount_refunded: number;
  /** `ca_…` */
  readonly application: string;
  readonly balance_transaction: string;
  readonly charge: string;
  readonly currency: string;
  /** The platform's charge that the account's payment stems from. */
  readonly originating_transaction: string | null;
}

export const applicationFee = resource<ApplicationFee>('application_fee', {
  noun: 'application fee',
  id: { prefix: 'fee', length: 14 },
  indexes: { charge: ({ charge }) => charge },
  expandable: {
    account: 'account',
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    originating_transaction: ['charge', 'transfer'],
  },
  render: (fee, view) => ({
    id: fee.id,
    object: 'application_fee',
    account: fee.account,
    amount: fee.amount,
    amount_refunded: fee.amount_refunded,
    application: fee.application,
    balance_transaction: fee.balance_transaction,
    charge: fee.charge,
    created: fee.created,
    currency: fee.currency,
    livemode: false,
    originating_transaction: fee.originating_transaction,
    refunded: fee.amount_refunded === fee.amount,
    refunds: view.sublist(feeRefund, { fee: fee.id }, `/v1/application_fees/${fee.id}/refunds`),
  }),
});

export const retrieve = implement(applicationFees.retrieve, (call, { id }) =>
  call.find(applicationFee, id, 'id'),
);

export const list = implement(applicationFees.list, (call, { charge, ...paging }) =>
  call.page(applicationFee, paging, { charge }),
);

/** Gives a platform the fee that was kept back from a charge; the money is available when that of the charge is. */
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
