/** What charges say about how they were paid, since PaymentIntents exist. */
import type Stripe from 'stripe';
import { DAY } from '#sandbox/engine/clock.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { BankAccount } from './bank-accounts.ts';
import { BRANDS, billingDetailsOf, checksOf } from './card-details.ts';
import type { Card } from './cards.ts';

/** The fields of a charge that this is derived from. */
interface PaidBy {
  readonly amount: number;
  readonly amount_captured?: number;
  readonly captured: boolean;
  readonly created: number;
  readonly on_behalf_of?: string | null | undefined;
  readonly paid: boolean;
  readonly payment_intent?: string | undefined;
  readonly source:
    | Card
    | BankAccount
    | { readonly id: string; readonly object: 'account' | 'bitcoin_receiver' };
  readonly statement_descriptor_suffix?: string | null | undefined;
  readonly transfer_group?: string | null | undefined;
}

/** How long an uncaptured payment can be captured, in seconds. */
export const CAPTURABLE_FOR = 7 * DAY;

/** Whether an ID is that of a payment method, not of a saved card. */
export function isPaymentMethod(id: string): boolean {
  return id.startsWith('pm_');
}

/**
 * Renders fields that were added to charges after the default version. Charges of intents have them at every version.
 */
export function showPayment(charge: PaidBy): Json {
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

/** The captured amount of a charge. */
export function capturedOf({ amount, amount_captured = amount, captured }: PaidBy): number {
  return captured ? amount_captured : 0;
}

const NOBODY: Stripe.Charge.BillingDetails = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** The billing details of a charge. */
export function billingOf({ source }: PaidBy): Stripe.Charge.BillingDetails {
  return source.object === 'card' ? billingDetailsOf(source) : NOBODY;
}

/** The payment method of a charge, as it was at that time. */
export function methodDetailsOf(charge: PaidBy): Stripe.Charge.PaymentMethodDetails {
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

function cardDetailsOf(charge: PaidBy, card: Card): Stripe.Charge.PaymentMethodDetails.Card {
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

function bankDetailsOf(account: BankAccount): Stripe.Charge.PaymentMethodDetails.AchDebit {
  return {
    account_holder_type: account.account_holder_type as 'company' | 'individual' | null,
    bank_name: account.bank_name,
    country: account.country,
    fingerprint: account.fingerprint,
    last4: account.last4,
    routing_number: account.routing_number,
  };
}
