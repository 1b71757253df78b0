/** Events: what happened in the last 30 days. */
import * as events from '#lib/stripe/events.ts';
import { implement } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { EVENTS_KEPT_FOR, type Event, event } from '../events.ts';
import { wildcard } from '../wildcard.ts';

export const retrieve = implement(events.retrieve, (call, { id }) => call.find(event, id, 'id'));

export const list = implement(events.list, (call, { type, types, ...paging }) => {
  if (type !== undefined && types !== undefined) {
    throw invalidRequest('You may only specify one of type and types.', { param: 'types' });
  }
  const oldest = call.now - EVENTS_KEPT_FOR;
  const names = (types ?? (type === undefined ? [] : [type])).map(wildcard);
  const where = ({ created, type: name }: Event) =>
    created > oldest && (names.length === 0 || names.some((pattern) => pattern.test(name)));
  return call.page(event, paging, { type: type?.includes('*') ? undefined : type }, where);
});
