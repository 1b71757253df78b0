/** Webhooks: the addresses that an account has its events sent to, and how they are sent, signed. */
import { createHmac } from 'node:crypto';
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

const TIMEOUT_MS = 10_000;

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
