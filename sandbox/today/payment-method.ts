/** Payment methods as today's versions show them. */
import type Stripe from 'stripe';
import type { Card } from '../resources/cards.ts';
import type { PaymentMethod } from '../resources/payment-methods.ts';
import type { Brand } from '../test-cards.ts';

/** A payment method, or a saved card seen as one. */
export function paymentMethodOfToday(method: PaymentMethod): Stripe.PaymentMethod {
  return {
    id: method.id,
    object: 'payment_method',
    allow_redisplay: method.allow_redisplay ?? 'unspecified',
    billing_details: billingDetailsOf(method),
    card: {
      brand: BRANDS[method.brand],
      checks: checksOf(method),
      country: method.country,
      display_brand: BRANDS[method.brand],
      exp_month: method.exp_month,
      exp_year: method.exp_year,
      fingerprint: method.fingerprint,
      funding: method.funding,
      generated_from: null,
      last4: method.last4,
      networks: { available: [BRANDS[method.brand]], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: method.created,
    customer: method.customer ?? null,
    customer_account: null,
    livemode: false,
    metadata: { ...method.metadata },
    type: 'card',
  };
}

/** What brands are called in payment methods. */
export const BRANDS: Readonly<Record<Brand, string>> = {
  Visa: 'visa',
  MasterCard: 'mastercard',
  'American Express': 'amex',
  Discover: 'discover',
  'Diners Club': 'diners',
  JCB: 'jcb',
};

/** What is kept of a card with its payment method. */
type CardOfMethod = Omit<Card, 'object'>;

/** Whom a card bills. */
export function billingDetailsOf(card: CardOfMethod): Stripe.PaymentMethod.BillingDetails {
  return {
    address: {
      city: card.address_city,
      country: card.address_country,
      line1: card.address_line1,
      line2: card.address_line2,
      postal_code: card.address_zip,
      state: card.address_state,
    },
    email: card.email ?? null,
    name: card.name,
    phone: card.phone ?? null,
    tax_id: null,
  };
}

/** What came of checking a card. */
export function checksOf(card: CardOfMethod): Stripe.PaymentMethod.Card.Checks {
  return {
    address_line1_check: card.address_line1_check,
    address_postal_code_check: card.address_zip_check,
    cvc_check: card.cvc_check,
  };
}
