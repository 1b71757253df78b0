/** Application fees: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { feeRefund } from './fee-refunds.ts';

/** A stored application fee. */
export interface ApplicationFee extends Stored {
  readonly object: 'application_fee';
  readonly created: number;
  /** The account whose charge it was taken from. */
  readonly account: string;
  readonly amount: number;
  readonly amount_refunded: number;
  /** `ca_…` */
  readonly application: string;
  readonly balance_transaction: string;
  readonly charge: string;
  readonly currency: string;
  /** The platform's charge that the account's payment comes from. */
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
