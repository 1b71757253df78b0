/** Payment methods, and saved cards seen as such. */
import { resourceOfToday, type Stored } from '../define.ts';
import { paymentMethodOfToday } from '../today/payment-method.ts';
import { type Card, SOURCES } from './cards.ts';

/** A payment method as it is kept: a card, and how it may still be used. */
export interface PaymentMethod extends Omit<Card, 'object'> {
  readonly object: 'payment_method';
  /** It was used without a customer, or detached, and cannot be used again. */
  readonly isSpent?: boolean;
}

export const paymentMethod = resourceOfToday<PaymentMethod>('payment_method', {
  ...SOURCES,
  noun: 'PaymentMethod',
  id: { prefix: 'pm', length: 24 },
  expandable: { customer: 'customer' },
  render: (method) => paymentMethodOfToday(method),
  seenAs: (kept) => (kept.object === 'card' ? asMethod(kept as Stored & Card) : kept),
});

/** A saved card as a payment method, with the same id. */
export function asMethod(card: Card): PaymentMethod {
  return { ...card, object: 'payment_method' };
}

/** What is charged when a payment method is: a card with its id. */
export function asCard({ isSpent: _, ...method }: PaymentMethod): Card {
  return { ...method, object: 'card' };
}
