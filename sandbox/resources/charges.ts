/** Charges. */
import * as charges from '#lib/stripe/charges.ts';
import { type Call, orNull } from '../call.ts';
import { checkSharing } from '../connect/sharing.ts';
import { formatted } from '../currencies.ts';
import { implement, type Json, resource, type Stored, type View } from '../define.ts';
import { cardError, invalidRequest, NOTHING_TO_CHARGE } from '../errors.ts';
import { checkPolicy } from '../policies.ts';
import type { Decline } from '../test-cards.ts';
import type { SourceType } from './balance-transactions.ts';
import {
  type BitcoinReceiver,
  bitcoinReceiver,
  chargeableReceiver,
  isReceiverId,
} from './bitcoin-receivers.ts';
import { isPaymentMethod, showPayment } from './charge-details.ts';
import { checkAmount, declineError, makeCharge, settle } from './charging.ts';
import { type Customer, customer } from './customers.ts';
import { showDispute } from './disputes.ts';
import { refund, refundCharge } from './refunds.ts';
import { peekSource, type Source, source } from './sources.ts';
import { allowedSource, resolveSource, type SourceParameter } from './tokens.ts';

/** What can be charged. */
export type Chargeable = Source | BitcoinReceiver;

/** A charge as it is kept. */
export interface Charge extends Stored {
  readonly object: 'charge';
  readonly created: number;
  readonly amount: number;
  /** How much was captured, where that is less than all and the rest was released without a refund. */
  readonly amount_captured?: number;
  readonly amount_refunded: number;
  /** The fee that the platform took. */
  readonly application_fee: string | null;
  /** What it takes once the charge is captured. */
  readonly application_fee_amount: number | null;
  readonly balance_transaction: string | null;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  /** The connected account that the money goes on to. */
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
  /** The payment intent that made it. */
  readonly payment_intent?: string | undefined;
  readonly receipt_email: string | null;
  readonly shipping: object | null;
  /** What was charged, as it was then; of a payment that a transfer made, the platform. */
  readonly source: Chargeable | { readonly id: string; readonly object: 'account' };
  /** The transfer that made it. */
  readonly source_transfer: string | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix?: string | null | undefined;
  readonly status: 'succeeded' | 'pending' | 'failed';
  /** The transfer to the destination. */
  readonly transfer: string | null;
  /** How much goes on to the destination, where that is not all. */
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

/** What was charged, as it was then; a payment method is not a source. */
export function showSource({ source: charged }: Charge, view: View): Json | null {
  if (charged.object === 'account') {
    return { ...charged };
  }
  return isPaymentMethod(charged.id) ? null : view.show({ customer: null, ...charged } as Chargeable);
}

/** How the ids look of charges that were not made by card. */
export const PAYMENT_ID = { prefix: 'py', length: 24 };

/** Which part of the balance the money of a charge is in. */
export function sourceTypeOf({ source }: Charge): SourceType {
  return source.object === 'account' ? 'card' : source.object;
}

/** What of a charge can be refunded in all; of an intent's, what was captured of it. */
export function wholeOf({ amount, amount_captured = amount }: Charge): number {
  return amount_captured;
}

/** Whether nothing is left to refund. */
export function isRefunded(charge: Charge): boolean {
  return charge.paid && charge.amount_refunded === wholeOf(charge);
}

export const create = implement(charges.create, (call, parameters) => {
  checkPolicy(call.account.policies, 'charges_create');
  const payer = parameters.customer === undefined ? undefined : call.find(customer, parameters.customer);
  checkAmount(parameters.amount, parameters.currency);
  const { source: given, description, metadata, customer: _, capture, uncaptured, ...wanted } = parameters;
  if (capture !== undefined && uncaptured !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: capture, uncaptured', {
      param: 'uncaptured',
    });
  }
  const made = makeCharge(call, {
    ...wanted,
    capture: capture ?? (uncaptured === undefined ? undefined : !uncaptured),
    source: payer === undefined ? sourceOf(call, given) : sourceOfCustomer(call, payer, given),
    customer: payer?.id ?? null,
    description: orNull(description),
    metadata: call.metadata(metadata),
  });
  if (!made.paid) {
    throw declineError(made);
  }
  return made;
});

export const retrieve = implement(charges.retrieve, (call, { charge: id }) => call.find(charge, id));

export const update = implement(charges.update, (call, parameters) => {
  const current = call.find(charge, parameters.charge);
  const { description, fraud_details, metadata, receipt_email, shipping } = parameters;
  const changed = call.change(charge, current, {
    description: orNull(description),
    fraud_details: fraud_details && reported(current.fraud_details, fraud_details.user_report),
    metadata: call.metadata(metadata, current.metadata),
    receipt_email,
    shipping,
  });
  call.announce('charge.updated', changed);
  return changed;
});

export const capture = implement(charges.capture, (call, parameters) => {
  const current = call.find(charge, parameters.charge);
  const { amount = current.amount, receipt_email, statement_descriptor } = parameters;
  const application_fee_amount = parameters.application_fee ?? current.application_fee_amount;
  if (current.payment_intent !== undefined) {
    throw invalidRequest(
      `Charge ${current.id} was created by the PaymentIntent ${current.payment_intent}. Capture that PaymentIntent instead.`,
    );
  }
  if (current.captured) {
    throw invalidRequest(`Charge ${current.id} has already been captured.`, {
      code: 'charge_already_captured',
    });
  }
  if (!current.paid || isRefunded(current)) {
    throw invalidRequest(
      current.paid
        ? `Charge ${current.id} could not be captured because it has been refunded or has expired.`
        : `Charge ${current.id} could not be captured because it failed.`,
    );
  }
  if (amount > current.amount) {
    throw invalidRequest(
      `Amount to capture (${formatted(amount, current.currency)}) is greater than the amount of the charge (${formatted(current.amount, current.currency)}).`,
      { param: 'amount' },
    );
  }
  checkSharing(call, {
    amount,
    application_fee: application_fee_amount,
    currency: current.currency,
    destination: current.destination,
  });
  if (amount < current.amount) {
    refundCharge(call, current, { amount: current.amount - amount, silent: true });
  }
  const changed = call.change(charge, current, {
    application_fee_amount,
    captured: true,
    receipt_email,
    statement_descriptor,
  });
  const settled = settle(call, changed);
  call.announce('charge.captured', settled);
  return settled;
});

export const list = implement(
  charges.list,
  (call, { customer: id, payment_intent, source: kind, ...paging }) => {
    const only = kind?.object === 'all' ? undefined : kind?.object;
    return call.page(charge, paging, { customer: id, payment_intent, source: only });
  },
);

/** What a parameter stands for: a token, a Bitcoin receiver, or the fields of a card. */
export function sourceOf(call: Call, given: SourceParameter | undefined): Chargeable {
  if (given === undefined) {
    throw invalidRequest(NOTHING_TO_CHARGE, {
      ...(call.isOfToday && { code: 'parameter_missing' }),
    });
  }
  return isReceiverId(given)
    ? chargeableReceiver(call.find(bitcoinReceiver, given, 'source'))
    : resolveSource(call, allowedSource(call, given), 'source');
}

/** The source of a customer that is to be charged: the one that is named, or the default one. */
export function sourceOfCustomer(
  call: Call,
  { id, default_source }: Customer,
  given: SourceParameter | undefined,
): Chargeable {
  if (given === undefined) {
    const charged = call.peek(source, default_source);
    if (charged === undefined) {
      const [method] = call.newest(source, { payer: id }, 1);
      throw cardError({
        code: 'missing',
        message:
          method === undefined
            ? 'Cannot charge a customer that has no active card'
            : `Cannot charge customer ${id}: it has no source but a PaymentMethod, which a PaymentIntent can charge.`,
        param: 'card',
      });
    }
    return chargeable(charged);
  }
  const named = typeof given === 'string' ? peekSource(call, given) : undefined;
  if (named === undefined) {
    allowedSource(call, given);
  }
  if (named?.customer !== id) {
    throw invalidRequest(`Customer ${id} does not have a linked source with that ID.`, {
      param: 'source',
      code: 'missing',
    });
  }
  return chargeable(named);
}

function chargeable(charged: Chargeable): Chargeable {
  if (charged.object === 'bitcoin_receiver') {
    return chargeableReceiver(charged);
  }
  if (charged.object === 'bank_account' && charged.status !== 'verified') {
    throw invalidRequest('This bank account must be verified before it can be charged.', { param: 'source' });
  }
  return charged;
}

function reported(current: Json, report: 'fraudulent' | 'safe' | ''): Json {
  const { user_report: _, ...others } = current;
  return report === '' ? others : { ...others, user_report: report };
}
