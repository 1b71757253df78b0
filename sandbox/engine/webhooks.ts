/** Webhooks: events are sent to the addresses an account has named, signed, and again until they are taken. */
import { createHmac } from 'node:crypto';
import type { Call } from './call.ts';
import { HOUR } from './clock.ts';
import { whenDue } from './define.ts';
import { event } from './event.ts';
import { resource, type Stored } from './resource.ts';
import { toJson } from './response.ts';
import { wildcard } from './wildcard.ts';

/** Where events are sent to. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** What the signature is made with. */
  readonly secret: string;
  /** Types of events as the version calls them, `*` for any part of one. */
  readonly events: readonly string[];
  /** The version of the API that the events are shown in. */
  readonly version: string;
}

/** One event on its way to one endpoint. */
interface Delivery extends Stored {
  readonly event: string;
  readonly endpoint: string;
  readonly failures: number;
}

/** How long to wait after each failure; our choice: seven tries within three days. */
const BACKOFF = [1, 2, 4, 8, 16, 32].map((hours) => hours * HOUR);
const TIMEOUT_MS = 10_000;

const delivery = resource<Delivery>('webhook_delivery', {
  id: { prefix: 'whd', length: 24 },
  render: (kept) => ({ ...kept }),
});

/** The webhooks of one account. */
export class Webhooks {
  readonly #realNow: () => number;
  /** Platforms hear of their connected accounts, too. */
  readonly #platform: Webhooks | undefined;
  #endpoints: WebhookEndpoint[] = [];
  readonly #underway = new Set<Promise<void>>();

  constructor(realNow: () => number, platform?: Webhooks) {
    this.#realNow = realNow;
    this.#platform = platform;
  }

  add(endpoint: WebhookEndpoint): void {
    this.#endpoints.push(endpoint);
  }

  clear(): void {
    this.#endpoints = [];
  }

  get(id: string): WebhookEndpoint | undefined {
    return this.#endpoints.find((endpoint) => endpoint.id === id) ?? this.#platform?.get(id);
  }

  /** Whether an endpoint is the platform's, not the account's own. */
  isOfPlatform(id: string): boolean {
    return this.#platform?.get(id) !== undefined;
  }

  /** Where an event is sent to; `typeAt` gives its type as a version calls it. */
  endpointsFor(typeAt: (version: string) => string): WebhookEndpoint[] {
    const own = this.#endpoints.filter(({ events, version }) =>
      events.some((name) => wildcard(name)(typeAt(version))),
    );
    return [...own, ...(this.#platform?.endpointsFor(typeAt) ?? [])];
  }

  /** Sends a body; `then` learns whether it was taken, which any status of 2xx means. */
  send(endpoint: WebhookEndpoint, body: string, then: (taken: boolean) => void): void {
    const sending = post(endpoint, body, this.#realNow()).then((taken) => {
      this.#underway.delete(sending);
      then(taken);
    });
    this.#underway.add(sending);
  }

  /** Waits until nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) {
      await Promise.all(this.#underway);
    }
  }
}

/** The header that the `stripe` client's `webhooks.constructEvent` checks. `t` is real time, whatever the clock says. */
export function signature(secret: string, body: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}

async function post({ url, secret }: WebhookEndpoint, body: string, now: number): Promise<boolean> {
  try {
    const { ok, body: unread } = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': signature(secret, body, Math.floor(now)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Otherwise the connection stays taken until the reply is collected as garbage.
    await unread?.cancel();
    return ok;
  } catch {
    // Not reaching the endpoint is a failed delivery like any other, and is tried again.
    return false;
  }
}

/** Plans the first delivery of an event to each endpoint, which follows at once. */
export function planDeliveries(call: Call, eventId: string, endpoints: readonly WebhookEndpoint[]): void {
  for (const { id: endpoint } of endpoints) {
    const { id } = call.create(delivery, { event: eventId, endpoint, failures: 0 });
    call.schedule(call.now, deliver.name, id);
  }
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
  const body = {
    ...call.showAt(endpoint.version, sent),
    // What `account` is called since 2017-05-25.
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
