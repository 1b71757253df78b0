/** Payment methods, and saved cards rendered as such. */
import type Stripe from 'stripe';
import { resourceOfToday } from '#sandbox/engine/define.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { BRANDS, billingDetailsOf, checksOf } from './card-details.ts';
import { type Card, SOURCES } from './cards.ts';

/** A stored payment method: a card, and whether it can still be used. */
export interface PaymentMethod extends Omit<Card, 'object'> {
  readonly object: 'payment_method';
  /** Whether it was used without a customer, or detached, so that it cannot be used again. */
  readonly isSpent?: boolean;
}

export const paymentMethod = resourceOfToday<PaymentMethod>('payment_method', {
  ...SOURCES,
  noun: 'PaymentMethod',
  id: { prefix: 'pm', length: 24 },
  expandable: { customer: 'customer' },
  render: showMethod,
  seenAs: (kept) => (kept.object === 'card' ? asMethod(kept as Stored & Card) : kept),
});

/** Returns a saved card as a payment method with the same ID. */
export function asMethod(card: Card): PaymentMethod {
  return { ...card, object: 'payment_method' };
}

/** Returns a payment method as a card with the same ID, which can be charged. */
export function asCard({ isSpent: _, ...method }: PaymentMethod): Card {
  return { ...method, object: 'card' };
}

/** Renders a payment method. */
export function showMethod(method: PaymentMethod): Stripe.PaymentMethod {
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
