/** Charges: what is stored, and how they are rendered. */
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import type { Decline } from '#sandbox/payments/test-cards.ts';
import type { SourceType } from './balance-transactions.ts';
import type { BitcoinReceiver } from './bitcoin-receivers.ts';
import { isPaymentMethod, showPayment } from './charge-details.ts';
import { showDispute } from './disputes.ts';
import { refund } from './refunds.ts';
import type { Source } from './sources.ts';

/** What can be charged. */
export type Chargeable = Source | BitcoinReceiver;

/** A stored charge. */
export interface Charge extends Stored {
  readonly object: 'charge';
  readonly created: number;
  readonly amount: number;
  /** The captured amount, if it is less than the whole and the rest was released without a refund. */
  readonly amount_captured?: number;
  readonly amount_refunded: number;
  /** The fee that the platform took. */
  readonly application_fee: string | null;
  /** The fee that it takes when the charge is captured. */
  readonly application_fee_amount: number | null;
  readonly balance_transaction: string | null;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  /** The connected account that receives the money. */
  readonly destination: string | null;
  readonly dispute: string | null;
  /** Why it was declined. */
  readonly failure: Decline | null;
  readonly fraud_details: Json;
  readonly invoice: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of?: string | null | undefined;
  readonly order: string | null;
  readonly outcome: Json;
  readonly paid: boolean;
  /** The PaymentIntent that made it. */
  readonly payment_intent?: string | undefined;
  readonly receipt_email: string | null;
  readonly shipping: object | null;
  /** What was charged, as it was at that time; for a payment made by a transfer, the platform. */
  readonly source: Chargeable | { readonly id: string; readonly object: 'account' };
  /** The transfer that made it. */
  readonly source_transfer: string | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix?: string | null | undefined;
  readonly status: 'succeeded' | 'pending' | 'failed';
  /** The transfer to the destination. */
  readonly transfer: string | null;
  /** The amount that the destination receives, if not all. */
  readonly transfer_amount?: number | undefined;
  readonly transfer_group?: string | null | undefined;
}

export const charge = resource<Charge>('charge', {
  id: { prefix: 'ch', length: 24 },
  indexes: {
    customer: ({ customer }) => customer,
    payment_intent: ({ payment_intent }) => payment_intent ?? null,
    source: ({ source }) => source.object,
  },
  expandable: {
    application_fee: 'application_fee',
    balance_transaction: 'balance_transaction',
    customer: 'customer',
    destination: 'account',
    dispute: 'dispute',
    invoice: 'invoice',
    order: 'order',
    payment_intent: 'payment_intent',
    source_transfer: 'transfer',
    transfer: 'transfer',
  },
  render: (charge, view) => ({
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_refunded: charge.amount_refunded,
    application_fee: charge.application_fee,
    balance_transaction: charge.balance_transaction,
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    destination: charge.destination,
    dispute: showDispute(view, charge.dispute),
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: { ...charge.fraud_details },
    invoice: charge.invoice,
    livemode: false,
    metadata: { ...charge.metadata },
    order: charge.order,
    outcome: { ...charge.outcome },
    paid: charge.paid,
    receipt_email: charge.receipt_email,
    receipt_number: null,
    refunded: isRefunded(charge),
    refunds: view.sublist(refund, { charge: charge.id }, `/v1/charges/${charge.id}/refunds`),
    shipping: charge.shipping,
    source: showSource(charge, view),
    source_transfer: charge.source_transfer,
    statement_descriptor: charge.statement_descriptor,
    status: charge.status,
    ...(charge.transfer !== null && { transfer: charge.transfer }),
    ...(charge.payment_intent !== undefined && showPayment(charge)),
  }),
});

/** Renders what was charged, as it was at that time; a payment method is not a source. */
export function showSource({ source: charged }: Charge, view: View): Json | null {
  if (charged.object === 'account') {
    return { ...charged };
  }
  return isPaymentMethod(charged.id) ? null : view.show({ customer: null, ...charged } as Chargeable);
}

/** The format of the IDs of charges that were not made by card. */
export const PAYMENT_ID = { prefix: 'py', length: 24 };

/** Returns which part of the balance the money of a charge belongs to. */
export function sourceTypeOf({ source }: Charge): SourceType {
  return source.object === 'account' ? 'card' : source.object;
}

/** Returns the refundable total of a charge; for an intent's charge, the captured amount. */
export function wholeOf({ amount, amount_captured = amount }: Charge): number {
  return amount_captured;
}

/** Whether nothing is left to refund. */
export function isRefunded(charge: Charge): boolean {
  return charge.paid && charge.amount_refunded === wholeOf(charge);
}
