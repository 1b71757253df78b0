/** Events: what happened in the last 30 days. */
import * as events from '#lib/operations/events.ts';
import type { Call } from './call.ts';
import { implement } from './define.ts';
import { planDeliveries } from './deliveries.ts';
import { invalidRequest } from './errors.ts';
import { type Event, event } from './event.ts';
import { forgetOldEvents } from './events.ts';
import { wildcard } from './wildcard.ts';

export const retrieve = implement(events.retrieve, (call, { id }) => {
  forgetOldEvents(call);
  return call.find(event, id, 'id');
});

export const retry = implement(events.retry, (call, { id }) => {
  forgetOldEvents(call);
  const sent = call.find(event, id, 'id');
  const endpoints = call.endpointsFor(sent.type);
  planDeliveries(call, id, endpoints);
  return call.change(event, sent, { pending_webhooks: sent.pending_webhooks + endpoints.length });
});

export const list = implement(events.list, (call, { type, types, ...paging }) => {
  if (type !== undefined && types !== undefined) {
    throw invalidRequest('You may only specify one of type and types.', { param: 'types' });
  }
  forgetOldEvents(call);
  const asked = types ?? (type === undefined ? undefined : [type]);
  const only = type === undefined || type.includes('*') ? undefined : call.currentEventType(type);
  return call.page(event, paging, { type: only }, asked && isOneOf(call, asked));
});

/** Matches events by type, as the request's version names them; `*` stands for any part of a type. */
function isOneOf(call: Call, types: readonly string[]): (one: Event) => boolean {
  const tests = types.map(wildcard);
  return ({ type }) => {
    const name = call.eventType(type);
    return tests.some((isMeant) => isMeant(name));
  };
}
