/** Finds a customer's default payment method or source. */
import type { Old } from './card.ts';

/** The ID of a customer's default, in any API version. A payment method precedes a source. */
export function defaultIn(customer: Old): string | null {
  const { default_payment_method } = (customer['invoice_settings'] ?? {}) as Old;
  return idOf(default_payment_method) ?? idOf(customer['default_source']) ?? idOf(customer['default_card']);
}

/** The ID of an object that is either expanded or an ID. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value;
  return typeof id === 'string' ? id : null;
}
