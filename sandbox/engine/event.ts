/** The event object. */
import { type Json, resource, type Stored } from './resource.ts';

/** A stored event. */
export interface Event extends Stored {
  readonly object: 'event';
  readonly created: number;
  readonly api_version: string;
  readonly data: EventData;
  /** The data in its current form, for accounts that use later versions, if the kind of object has one. */
  readonly today?: EventData;
  /** The number of webhooks that have not accepted it yet. */
  readonly pending_webhooks: number;
  /** `req_…`; null if no request caused it. */
  readonly request: string | null;
  readonly idempotency_key?: string;
  readonly type: string;
}

/** An object, and the previous values of its changed fields. */
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
