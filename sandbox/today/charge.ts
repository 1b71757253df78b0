/** Charges as today's versions show them, and what of that older ones show of a charge that an intent made. */
import type Stripe from 'stripe';
import { DAY } from '../clock.ts';
import type { Json } from '../define.ts';
import type { Card } from '../resources/cards.ts';
import type { Charge } from '../resources/charges.ts';
import { BRANDS, billingDetailsOf, checksOf } from './payment-method.ts';

/** For so long an uncaptured payment can be captured, in seconds. */
export const CAPTURABLE_FOR = 7 * DAY;

/** Whether an id is that of a payment method, and not of a saved card. */
export function isPaymentMethod(id: string): boolean {
  return id.startsWith('pm_');
}

/** A charge; `source` is what was charged, as it is shown. */
export function chargeOfToday(charge: Charge, source: Json | null): Stripe.Charge {
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: capturedOf(charge),
    amount_refunded: charge.amount_refunded,
    application: null,
    application_fee: charge.application_fee,
    application_fee_amount: charge.application_fee_amount,
    balance_transaction: charge.balance_transaction,
    billing_details: billingOf(charge),
    calculated_statement_descriptor: null,
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    disputed: charge.dispute !== null,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: { ...charge.fraud_details },
    livemode: false,
    metadata: { ...charge.metadata },
    on_behalf_of: charge.on_behalf_of ?? null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      ...(charge.outcome as Pick<
        Stripe.Charge.Outcome,
        'network_status' | 'reason' | 'seller_message' | 'type'
      >),
    },
    paid: charge.paid,
    payment_intent: charge.payment_intent ?? null,
    payment_method: charge.source.id,
    payment_method_details: methodDetailsOf(charge),
    receipt_email: charge.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: charge.paid && charge.amount_refunded === (charge.amount_captured ?? charge.amount),
    review: null,
    shipping: charge.shipping as Stripe.Charge.Shipping | null,
    source: source as Stripe.CustomerSource | null,
    source_transfer: charge.source_transfer,
    statement_descriptor: charge.statement_descriptor,
    statement_descriptor_suffix: charge.statement_descriptor_suffix ?? null,
    status: charge.status,
    ...(charge.transfer !== null && { transfer: charge.transfer }),
    transfer_data:
      charge.destination === null
        ? null
        : { amount: charge.transfer_amount ?? null, destination: charge.destination },
    transfer_group: charge.transfer_group ?? null,
  };
}

/** What was added to charges since the default version, and is shown at every version of those that an intent made. */
export function showPayment(charge: Charge): Json {
  return {
    amount_captured: capturedOf(charge),
    billing_details: billingOf(charge),
    on_behalf_of: charge.on_behalf_of ?? null,
    payment_intent: charge.payment_intent,
    payment_method: charge.source.id,
    payment_method_details: methodDetailsOf(charge),
    statement_descriptor_suffix: charge.statement_descriptor_suffix ?? null,
    transfer_group: charge.transfer_group ?? null,
  };
}

function capturedOf({ amount, amount_captured = amount, captured }: Charge): number {
  return captured ? amount_captured : 0;
}

const NOBODY: Stripe.Charge.BillingDetails = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

function billingOf({ source }: Charge): Stripe.Charge.BillingDetails {
  return source.object === 'card' ? billingDetailsOf(source) : NOBODY;
}

function methodDetailsOf(charge: Charge): Stripe.Charge.PaymentMethodDetails {
  const { source } = charge;
  switch (source.object) {
    case 'card':
      return { card: cardDetailsOf(charge, source), type: 'card' };
    case 'bank_account':
      return { ach_debit: bankDetailsOf(source), type: 'ach_debit' };
    case 'account':
      return { stripe_account: {}, type: 'stripe_account' };
    default:
      return { type: source.object };
  }
}

function cardDetailsOf(charge: Charge, card: Card): Stripe.Charge.PaymentMethodDetails.Card {
  const isHeld = charge.paid && !charge.captured;
  return {
    amount_authorized: charge.paid ? charge.amount : null,
    authorization_code: null,
    brand: BRANDS[card.brand],
    ...(isHeld && { capture_before: charge.created + CAPTURABLE_FOR }),
    checks: checksOf(card),
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: BRANDS[card.brand],
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

function bankDetailsOf(
  account: Extract<Charge['source'], { object: 'bank_account' }>,
): Stripe.Charge.PaymentMethodDetails.AchDebit {
  return {
    account_holder_type: account.account_holder_type as 'company' | 'individual' | null,
    bank_name: account.bank_name,
    country: account.country,
    fingerprint: account.fingerprint,
    last4: account.last4,
    routing_number: account.routing_number,
  };
}
