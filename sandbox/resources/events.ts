/** Events: what happened in the last 30 days. */
import * as events from '#lib/stripe/events.ts';
import type { Call } from '../call.ts';
import { implement } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { EVENTS_KEPT_FOR, type Event, event } from '../events.ts';
import { wildcard } from '../wildcard.ts';

export const retrieve = implement(events.retrieve, (call, { id }) => {
  const found = call.find(event, id, 'id');
  return isKept(call, found) ? found : call.missing('event', id, 'id');
});

export const list = implement(events.list, (call, { type, types, ...paging }) => {
  if (type !== undefined && types !== undefined) {
    throw invalidRequest('You may only specify one of type and types.', { param: 'types' });
  }
  const names = (types ?? (type === undefined ? [] : [type])).map(wildcard);
  const where = (one: Event) =>
    isKept(call, one) && (names.length === 0 || names.some((isMeant) => isMeant(one.type)));
  return call.page(event, paging, { type: type?.includes('*') ? undefined : type }, where);
});

function isKept({ now }: Call, { created }: Event): boolean {
  return created > now - EVENTS_KEPT_FOR;
}
