/** The event object. */
import { type Json, resource, type Stored } from './resource.ts';

/** An event as it is kept. */
export interface Event extends Stored {
  readonly object: 'event';
  readonly created: number;
  readonly api_version: string;
  readonly data: EventData;
  /** The same as today's versions show it, for accounts that are asked so; of what has a form of today. */
  readonly today?: EventData;
  /** To how many webhooks it is still to be delivered. */
  readonly pending_webhooks: number;
  /** `req_…`; null when no request was the cause. */
  readonly request: string | null;
  readonly idempotency_key?: string;
  readonly type: string;
}

/** An object, and what was otherwise before it was changed. */
export interface EventData {
  readonly object: Json;
  readonly previous_attributes?: Json;
}

export const event = resource<Event>('event', {
  id: { prefix: 'evt', length: 24 },
  indexes: { type: (event) => event.type },
  render: ({ id, created, api_version, data, pending_webhooks, request, type }) => ({
    id,
    object: 'event',
    api_version,
    created,
    data,
    livemode: false,
    pending_webhooks,
    request,
    type,
  }),
});
