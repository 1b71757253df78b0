/** What payment methods and charges say about a card since payment methods exist. */
import type Stripe from 'stripe';
import type { Brand } from '#sandbox/payments/test-cards.ts';
import type { Card } from './cards.ts';

/** Brand names in payment methods. */
export const BRANDS: Readonly<Record<Brand, string>> = {
  Visa: 'visa',
  MasterCard: 'mastercard',
  'American Express': 'amex',
  Discover: 'discover',
  'Diners Club': 'diners',
  JCB: 'jcb',
};

/** The stored fields of a card, whatever kind of object it is stored as. */
type CardOfMethod = Omit<Card, 'object'>;

/** The billing details of a card. */
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

/** The results of checking a card. */
export function checksOf(card: CardOfMethod): Stripe.PaymentMethod.Card.Checks {
  return {
    address_line1_check: card.address_line1_check,
    address_postal_code_check: card.address_zip_check,
    cvc_check: card.cvc_check,
  };
}
