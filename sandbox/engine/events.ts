/** Events: every change creates one, which contains the object as it was at that time. */

import { isObject } from '#lib/http/json-object.ts';
import { DEFAULT_VERSION, NEWEST_VERSION } from './api-version.ts';
import { announcing, type Call } from './call.ts';
import { DAY } from './clock.ts';
import { planDeliveries } from './deliveries.ts';
import { type EventData, event } from './event.ts';
import { provide } from './port.ts';
import type { Json, Stored } from './resource.ts';

/** How long Stripe keeps events. */
const KEPT_FOR = 30 * DAY;

/** Removes expired events. Call it before events are created or read. */
export function forgetOldEvents({ account: { store }, now }: Call): void {
  const kept = store.rows(event);
  for (const old of [...kept.oldestFirst({ to: kept.sequenceAt(now - KEPT_FOR + 1) })]) {
    store.forget(event, old);
  }
}

/** The event types that contain previous values. */
const TELLS_BEFORE = /\.(updated|detached)$/;

/** Stores the event of a change; `object` is its result. */
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

/** Returns the previous values of changed fields; for nested objects, only of those that differ. */
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
