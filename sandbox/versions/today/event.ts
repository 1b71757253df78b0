/** Renders events in today's form. */
import type Stripe from 'stripe';
import { NEWEST_VERSION } from '#sandbox/engine/api-version.ts';
import { formOfToday } from '#sandbox/engine/define.ts';
import { type Event, type EventData, event } from '#sandbox/engine/event.ts';

/** The SDK ties an event's type to its data; here the type is known only at run time. */
type TodaysEvent = Omit<Stripe.Event, 'type' | 'data' | 'context' | 'account'> & {
  type: string;
  data: EventData;
};

export const eventOfToday = formOfToday(event, showEvent);

function showEvent(kept: Event): TodaysEvent {
  return {
    id: kept.id,
    object: 'event',
    api_version: kept.today === undefined ? kept.api_version : NEWEST_VERSION,
    created: kept.created,
    data: kept.today ?? kept.data,
    livemode: false,
    pending_webhooks: kept.pending_webhooks,
    request: { id: kept.request, idempotency_key: kept.idempotency_key ?? null },
    type: kept.type,
  };
}
