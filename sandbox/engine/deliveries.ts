/** Deliveries: each event is sent to the webhooks that asked for it, and retried until it is accepted. */

import type { Call } from './call.ts';
import { HOUR } from './clock.ts';
import { whenDue } from './define.ts';
import { event } from './event.ts';
import { resource, type Stored } from './resource.ts';
import { toJson } from './response.ts';
import type { WebhookEndpoint } from './webhooks.ts';

/** One event on its way to one endpoint. */
interface Delivery extends Stored {
  readonly event: string;
  readonly endpoint: string;
  readonly failures: number;
}

/** How long to wait after each failure; our choice: seven tries within three days. */
const BACKOFF = [1, 2, 4, 8, 16, 32].map((hours) => hours * HOUR);

const delivery = resource<Delivery>('webhook_delivery', {
  id: { prefix: 'whd', length: 24 },
  render: (kept) => ({ ...kept }),
});

/** Schedules the first delivery of an event to each endpoint, at once. */
export function planDeliveries(call: Call, eventId: string, endpoints: readonly WebhookEndpoint[]): void {
  for (const { id: endpoint } of endpoints) {
    const { id } = call.create(delivery, { event: eventId, endpoint, failures: 0 });
    call.schedule(call.now, deliver.name, id);
  }
}

/** Sends a delivery that is due, and schedules the next try if it is not accepted. */
export const deliver = whenDue('webhook.deliver', (call, id) => {
  const planned = call.peek(delivery, id);
  const { webhooks, journal } = call.account;
  const endpoint = planned && webhooks.get(planned.endpoint);
  const sent = planned && call.peek(event, planned.event);
  if (planned === undefined || endpoint === undefined || sent === undefined) {
    return;
  }
  const body = {
    ...call.showAt(endpoint.version, sent),
    // Called `account` since 2017-05-25.
    ...(webhooks.isOfPlatform(endpoint.id) && { user_id: call.account.id }),
  };
  webhooks.send(endpoint, toJson(body), (taken) => {
    journal.atomically(() => (taken ? settle(call, planned) : postpone(call, planned)));
  });
});

function settle(call: Call, planned: Delivery): void {
  const current = call.peek(event, planned.event);
  if (current !== undefined) {
    call.change(event, current, { pending_webhooks: current.pending_webhooks - 1 });
  }
  call.remove(delivery, planned);
}

function postpone(call: Call, planned: Delivery): void {
  const wait = BACKOFF[planned.failures];
  if (wait === undefined) {
    call.remove(delivery, planned);
    return;
  }
  call.change(delivery, planned, { failures: planned.failures + 1 });
  call.schedule(call.now + wait, deliver.name, planned.id);
}
