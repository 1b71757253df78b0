/** The Stripe events that the card service processes. */

/** The names of the events that are followed, which a webhook must be told of. */
export const EVENT_TYPES = [
  'charge.failed',
  'charge.succeeded',
  'customer.source.updated',
  'customer.source.deleted',
  'customer.updated',
  'customer.deleted',
  'payment_method.automatically_updated',
  'payment_method.detached',
  'payment_method.updated',
] as const;

/** The type of a processed event. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Checks whether events of a type are processed. */
export function isFollowed(type: string): type is EventType {
  return EVENT_TYPES.includes(type as EventType);
}
