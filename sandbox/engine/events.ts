/** Events: every change makes one, which holds the object as it was then. */

import { isObject } from '#lib/http/json-object.ts';
import { DEFAULT_VERSION, NEWEST_VERSION } from './api-version.ts';
import { announcing, type Call } from './call.ts';
import { DAY } from './clock.ts';
import { planDeliveries } from './deliveries.ts';
import { type EventData, event } from './event.ts';
import { provide } from './port.ts';
import type { Json, Stored } from './resource.ts';

/** Stripe keeps events for so long. */
const KEPT_FOR = 30 * DAY;

/** Removes the events that are not kept any longer; whoever makes or reads events does it first. */
export function forgetOldEvents({ account: { store }, now }: Call): void {
  const kept = store.rows(event);
  for (const old of [...kept.oldestFirst({ to: kept.sequenceAt(now - KEPT_FOR + 1) })]) {
    store.remove(event, old);
  }
}

/** The types of events that say what was otherwise before. */
const TELLS_BEFORE = /\.(updated|detached)$/;

/** Makes the event of a change, of which `object` is the result. */
function announce(call: Call, type: string, object: Stored): void {
  const { journal } = call.account;
  forgetOldEvents(call);
  const before = TELLS_BEFORE.test(type) ? (journal.before(object.id) as Stored | undefined) : undefined;
  const { idempotencyKey } = call.request ?? {};
  const endpoints = call.endpointsFor(type);
  const made = call.create(event, {
    api_version: DEFAULT_VERSION,
    data: dataOf(call.at(DEFAULT_VERSION), object, before),
    ...(call.account.isAskedAsLater &&
      call.hasToday(object) && { today: dataOf(call.at(NEWEST_VERSION), object, before) }),
    pending_webhooks: endpoints.length,
    request: call.request?.id ?? null,
    ...(idempotencyKey !== undefined && { idempotency_key: idempotencyKey }),
    type,
  });
  planDeliveries(call, made.id, endpoints);
  const { id, created } = made;
  journal.afterwards(() =>
    call.account.feed.tell('event', call.account, { id, type, created, object: object.id }),
  );
}

function dataOf(call: Call, object: Stored, before: Stored | undefined): EventData {
  const shown = call.show(object);
  return {
    object: shown,
    ...(before !== undefined && { previous_attributes: previousOf(call.show(before), shown) }),
  };
}

export const events = provide(announcing, { announce });

/** The fields that differ, with the values they had; of objects in them, only what differs there. */
export function previousOf(before: Json, after: Json): Json {
  const previous: Json = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[field], after[field]];
    if (JSON.stringify(old) === JSON.stringify(now)) {
      continue;
    }
    previous[field] = isObject(old) && isObject(now) ? previousOf(old, now) : (old ?? null);
  }
  return previous;
}
