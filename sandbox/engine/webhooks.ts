/** Webhook endpoints of an account, and how signed events are sent to them. */
import { createHmac } from 'node:crypto';
import { wildcard } from './wildcard.ts';

/** A webhook endpoint. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** The secret of its signatures. */
  readonly secret: string;
  /** Event types as the version names them; `*` stands for any part of a type. */
  readonly events: readonly string[];
  /** The API version of the events. */
  readonly version: string;
}

const TIMEOUT_MS = 10_000;

/** The webhook endpoints of one account. */
export class Webhooks {
  readonly #realNow: () => number;
  /** A platform's endpoints also receive the events of its connected accounts. */
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

  /** Whether an endpoint belongs to the platform, not to the account itself. */
  isOfPlatform(id: string): boolean {
    return this.#platform?.get(id) !== undefined;
  }

  /** Returns the endpoints that receive an event; `typeAt` returns its type at a version. */
  endpointsFor(typeAt: (version: string) => string): WebhookEndpoint[] {
    const own = this.#endpoints.filter(({ events, version }) =>
      events.some((name) => wildcard(name)(typeAt(version))),
    );
    return [...own, ...(this.#platform?.endpointsFor(typeAt) ?? [])];
  }

  /** Sends a body. `then` is told whether it was accepted: any 2xx status. */
  send(endpoint: WebhookEndpoint, body: string, then: (taken: boolean) => void): void {
    const sending = post(endpoint, body, this.#realNow()).then((taken) => {
      this.#underway.delete(sending);
      then(taken);
    });
    this.#underway.add(sending);
  }

  /** Waits until nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) {
      await Promise.all(this.#underway);
    }
  }
}

/**
 * The header that `webhooks.constructEvent` of the `stripe` client checks. `t` is real time, whatever the account's
 * clock says.
 */
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
    // Otherwise the connection stays in use until the response is garbage-collected.
    await unread?.cancel();
    return ok;
  } catch {
    // An unreachable endpoint is a failed delivery like any other and is retried.
    return false;
  }
}
