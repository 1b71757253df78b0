/** Webhook endpoints of an account, and how signed events are sent to them. */
import { createHmac } from 'node:crypto';
import { maskForms } from '#lib/parameters/secret-forms.ts';
import { wildcard } from './wildcard.ts';

/** A webhook endpoint. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** The signing secret. */
  readonly secret: string;
  /** Event types by their names at the version; `*` matches any part of a type. */
  readonly events: readonly string[];
  /** The API version of the events. */
  readonly version: string;
}

/** One attempt to deliver an event, and its outcome. */
export interface Try extends Outcome {
  readonly delivery: string;
  readonly event: string;
  readonly endpoint: string;
  readonly url: string;
  /** When it was made, in Unix seconds of the account's clock. */
  readonly created: number;
  /** When the next attempt is due, in Unix seconds of the account's clock; null if there is none. */
  readonly next_try: number | null;
}

/** The response of an endpoint. */
export interface Outcome {
  /** Whether the endpoint accepted the event: any 2xx status. */
  readonly succeeded: boolean;
  /** The HTTP status; null without a response. */
  readonly status: number | null;
  /** The beginning of the response body; null without a response. */
  readonly reply: string | null;
  /** Why there was no response; null if there was one. */
  readonly error: string | null;
  /** The duration in milliseconds. */
  readonly duration: number;
}

const TIMEOUT_MS = 10_000;
/** How much of a response body is stored, in bytes. */
const KEPT_OF_REPLY = 1_000;

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

  /** Removes an endpoint, and returns whether it existed. */
  remove(id: string): boolean {
    const before = this.#endpoints.length;
    this.#endpoints = this.#endpoints.filter((endpoint) => endpoint.id !== id);
    return this.#endpoints.length < before;
  }

  /** The account's own endpoints. */
  get all(): readonly WebhookEndpoint[] {
    return this.#endpoints;
  }

  get(id: string): WebhookEndpoint | undefined {
    return this.#endpoints.find((endpoint) => endpoint.id === id) ?? this.#platform?.get(id);
  }

  /** Checks whether an endpoint belongs to the platform, not to the account itself. */
  isOfPlatform(id: string): boolean {
    return this.#platform?.get(id) !== undefined;
  }

  /** Returns the endpoints that receive an event. `typeAt` returns the event's type at a version. */
  endpointsFor(typeAt: (version: string) => string): WebhookEndpoint[] {
    const own = this.#endpoints.filter(({ events, version }) =>
      events.some((name) => wildcard(name)(typeAt(version))),
    );
    return [...own, ...(this.#platform?.endpointsFor(typeAt) ?? [])];
  }

  /** Sends a body. `then` receives the outcome. */
  send(endpoint: WebhookEndpoint, body: string, then: (outcome: Outcome) => void): void {
    const sending = post(endpoint, body, this.#realNow()).then((outcome) => {
      this.#underway.delete(sending);
      then(outcome);
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
 * Returns the header that `webhooks.constructEvent` of the `stripe` client verifies. `t` is real time, regardless of
 * the account's clock.
 */
export function signature(secret: string, body: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}

async function post({ url, secret }: WebhookEndpoint, body: string, now: number): Promise<Outcome> {
  const started = performance.now();
  const after = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': signature(secret, body, Math.floor(now)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { ok: succeeded, status } = response;
    return { succeeded, status, reply: await beginningOf(response), error: null, duration: after() };
  } catch (error) {
    // An unreachable endpoint is a failed delivery like any other and is retried.
    return { succeeded: false, status: null, reply: null, error: reasonOf(error), duration: after() };
  }
}

/** Reads the beginning of a response body and cancels the rest, which would keep the connection in use. */
async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= KEPT_OF_REPLY) {
        break;
      }
    }
  } catch {
    // The status decides the outcome. If the body breaks off, the part that arrived is kept.
  }
  return maskForms(Buffer.concat(chunks).subarray(0, KEPT_OF_REPLY).toString('utf8'));
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
  if (name === 'TimeoutError') {
    return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  }
  return cause?.message || cause?.code || message;
}
