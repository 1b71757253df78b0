/** Deliveries: each event is sent to the webhooks that asked for it, and retried until it is accepted. */

import type { Call } from './call.ts';
import { HOUR } from './clock.ts';
import { whenDue } from './define.ts';
import { type Event, event } from './event.ts';
import { resource, type Stored } from './resource.ts';
import { toJson } from './response.ts';
import type { Outcome, Try, WebhookEndpoint } from './webhooks.ts';

/** An event that is still to be delivered to an endpoint; removed when it is accepted or given up. */
interface Delivery extends Stored {
  readonly event: string;
  readonly endpoint: string;
  readonly failures: number;
  /** When the next attempt is due, in Unix seconds. */
  readonly next_try: number;
}

/** How long to wait after each failure. This is our choice: seven attempts within three days. */
const BACKOFF = [1, 2, 4, 8, 16, 32].map((hours) => hours * HOUR);

const delivery = resource<Delivery>('webhook_delivery', {
  id: { prefix: 'whd', length: 24 },
  indexes: { event: (kept) => kept.event },
  render: (kept) => ({ ...kept }),
});

/** Schedules the first delivery of an event to each endpoint, at once. */
export function planDeliveries(call: Call, eventId: string, endpoints: readonly WebhookEndpoint[]): void {
  for (const { id: endpoint } of endpoints) {
    const { id } = call.create(delivery, { event: eventId, endpoint, failures: 0, next_try: call.now });
    call.schedule(call.now, deliver.name, id);
  }
}

/** Returns the pending deliveries of an event, oldest first. */
export function openDeliveries(call: Call, eventId: string): readonly Delivery[] {
  return call.all(delivery, { event: eventId });
}

/**
 * Delivers an event to endpoints immediately. A pending delivery makes its next attempt now; otherwise a new delivery
 * starts, with all its attempts.
 */
export function redeliver(call: Call, sent: Event, endpoints: readonly WebhookEndpoint[]): void {
  const open = openDeliveries(call, sent.id);
  const isOpen = ({ id }: WebhookEndpoint) => open.some(({ endpoint }) => endpoint === id);
  for (const planned of open.filter(({ endpoint }) => endpoints.some(({ id }) => id === endpoint))) {
    call.change(delivery, planned, { next_try: call.now });
    call.schedule(call.now, deliver.name, planned.id);
  }
  const anew = endpoints.filter((endpoint) => !isOpen(endpoint));
  planDeliveries(call, sent.id, anew);
  // A delivery that was given up still counts as pending.
  const pending = sent.pending_webhooks + anew.filter(({ id }) => !wasGivenUp(call, sent.id, id)).length;
  call.change(event, sent, { pending_webhooks: pending });
}

function wasGivenUp({ account }: Call, eventId: string, endpointId: string): boolean {
  const isOfIt = (tried: Try) => tried.event === eventId && tried.endpoint === endpointId;
  return [...account.tries].find(isOfIt)?.succeeded === false;
}

/** Sends a due delivery, and schedules the next attempt if it is not accepted. */
export const deliver = whenDue('webhook.deliver', (call, id) => {
  const planned = call.peek(delivery, id);
  const { webhooks, journal } = call.account;
  const endpoint = planned && webhooks.get(planned.endpoint);
  const sent = planned && call.peek(event, planned.event);
  if (planned === undefined || endpoint === undefined || sent === undefined) {
    return;
  }
  if (planned.next_try > call.now) {
    // It was resent in the meantime, and its next attempt is due later.
    return;
  }
  const body = {
    ...call.showAt(endpoint.version, sent),
    // Called `account` since 2017-05-25.
    ...(webhooks.isOfPlatform(endpoint.id) && { user_id: call.account.id }),
  };
  webhooks.send(endpoint, toJson(body), (outcome) => {
    journal.atomically(() => {
      const current = call.peek(delivery, id);
      if (current !== undefined) {
        const next = outcome.succeeded ? settle(call, current) : postpone(call, current);
        remember(call, current, endpoint, outcome, next, sent.type);
      }
    });
  });
});

/** Ends a delivery that was accepted. */
function settle(call: Call, planned: Delivery): null {
  const current = call.peek(event, planned.event);
  if (current !== undefined) {
    call.change(event, current, { pending_webhooks: current.pending_webhooks - 1 });
  }
  call.account.store.forget(delivery, planned);
  return null;
}

/** Schedules the next attempt and returns when it is due, or gives the delivery up. */
function postpone(call: Call, planned: Delivery): number | null {
  const wait = BACKOFF[planned.failures];
  if (wait === undefined) {
    call.account.store.forget(delivery, planned);
    return null;
  }
  const next = call.now + wait;
  call.change(delivery, planned, { failures: planned.failures + 1, next_try: next });
  call.schedule(next, deliver.name, planned.id);
  return next;
}

function remember(
  { account, now }: Call,
  { id, event: eventId }: Delivery,
  { id: endpoint, url }: WebhookEndpoint,
  outcome: Outcome,
  next_try: number | null,
  type: string,
): void {
  const tried = { delivery: id, event: eventId, endpoint, url, created: now, ...outcome, next_try };
  account.tries.add(tried);
  account.journal.afterwards(() => account.feed.tell('delivery', account, { ...tried, type }));
}
