/** Which events of Stripe the card service follows. */

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

/** One of them. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Whether events of that name are followed. */
export function isFollowed(type: string): type is EventType {
  return EVENT_TYPES.includes(type as EventType);
}
