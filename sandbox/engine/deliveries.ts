/** Deliveries: each event is sent to the webhooks that asked for it, and again until it is taken. */

import type { Call } from './call.ts';
import { HOUR } from './clock.ts';
import { whenDue } from './define.ts';
import { type Event, event } from './event.ts';
import { resource, type Stored } from './resource.ts';
import { toJson } from './response.ts';
import type { Outcome, Try, WebhookEndpoint } from './webhooks.ts';

/** One event on its way to one endpoint; it is gone when it was taken, or given up. */
interface Delivery extends Stored {
  readonly event: string;
  readonly endpoint: string;
  readonly failures: number;
  /** When it is tried next, in Unix seconds. */
  readonly next_try: number;
}

/** How long to wait after each failure; our choice: seven tries within three days. */
const BACKOFF = [1, 2, 4, 8, 16, 32].map((hours) => hours * HOUR);

const delivery = resource<Delivery>('webhook_delivery', {
  id: { prefix: 'whd', length: 24 },
  indexes: { event: (kept) => kept.event },
  render: (kept) => ({ ...kept }),
});

/** Plans the first delivery of an event to each endpoint, which follows at once. */
export function planDeliveries(call: Call, eventId: string, endpoints: readonly WebhookEndpoint[]): void {
  for (const { id: endpoint } of endpoints) {
    const { id } = call.create(delivery, { event: eventId, endpoint, failures: 0, next_try: call.now });
    call.schedule(call.now, deliver.name, id);
  }
}

/** The deliveries of an event that are neither taken nor given up, oldest first. */
export function openDeliveries(call: Call, eventId: string): readonly Delivery[] {
  return call.all(delivery, { event: eventId });
}

/**
 * Has an event delivered to endpoints at once: where it is still on its way to one, the next try is made now; otherwise it
 * is sent anew, with all tries.
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
  // One that was given up has been pending all the time.
  const pending = sent.pending_webhooks + anew.filter(({ id }) => !wasGivenUp(call, sent.id, id)).length;
  call.change(event, sent, { pending_webhooks: pending });
}

function wasGivenUp({ account }: Call, eventId: string, endpointId: string): boolean {
  const isOfIt = (tried: Try) => tried.event === eventId && tried.endpoint === endpointId;
  return [...account.tries].find(isOfIt)?.succeeded === false;
}

/** Sends what falls due, and plans the next try when it is not taken. */
export const deliver = whenDue('webhook.deliver', (call, id) => {
  const planned = call.peek(delivery, id);
  const { webhooks, journal } = call.account;
  const endpoint = planned && webhooks.get(planned.endpoint);
  const sent = planned && call.peek(event, planned.event);
  if (planned === undefined || endpoint === undefined || sent === undefined) {
    return;
  }
  if (planned.next_try > call.now) {
    // Tried out of turn meanwhile; this turn has been replaced by a later one.
    return;
  }
  const body = {
    ...call.showAt(endpoint.version, sent),
    // What `account` is called since 2017-05-25.
    ...(webhooks.isOfPlatform(endpoint.id) && { user_id: call.account.id }),
  };
  webhooks.send(endpoint, toJson(body), (outcome) => {
    journal.atomically(() => {
      const current = call.peek(delivery, id);
      if (current !== undefined) {
        const next = outcome.succeeded ? settle(call, current) : postpone(call, current);
        remember(call, current, endpoint, outcome, next);
      }
    });
  });
});

/** The event arrived; no further try follows. */
function settle(call: Call, planned: Delivery): null {
  const current = call.peek(event, planned.event);
  if (current !== undefined) {
    call.change(event, current, { pending_webhooks: current.pending_webhooks - 1 });
  }
  call.remove(delivery, planned);
  return null;
}

/** Plans the next try and gives its moment, or gives the delivery up. */
function postpone(call: Call, planned: Delivery): number | null {
  const wait = BACKOFF[planned.failures];
  if (wait === undefined) {
    call.remove(delivery, planned);
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
): void {
  const tried = { delivery: id, event: eventId, endpoint, url, created: now, ...outcome, next_try };
  account.tries.add(tried);
  account.journal.afterwards(() => account.feed.tell('delivery', account, tried));
}
