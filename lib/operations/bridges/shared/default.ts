/** What a customer pays with by default. */
import type { Old } from './card.ts';

/** The id of a customer's default, at any version of the API: a payment method comes before a source. */
export function defaultIn(customer: Old): string | null {
  const { default_payment_method } = (customer['invoice_settings'] ?? {}) as Old;
  return idOf(default_payment_method) ?? idOf(customer['default_source']) ?? idOf(customer['default_card']);
}

/** The id of what is given by its id, or whole. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value;
  return typeof id === 'string' ? id : null;
}
