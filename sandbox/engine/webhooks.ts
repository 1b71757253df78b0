/** Webhooks: the addresses that an account has its events sent to, and how they are sent, signed. */
import { createHmac } from 'node:crypto';
import { maskForms } from '#lib/parameters/secret-forms.ts';
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

/** One try to deliver an event, and what came of it. */
export interface Try extends Outcome {
  readonly delivery: string;
  readonly event: string;
  readonly endpoint: string;
  readonly url: string;
  /** When it was made, by the account's clock. */
  readonly created: number;
  /** When the next one follows if this one failed, by the account's clock; null if none does. */
  readonly next_try: number | null;
}

/** What an endpoint answered. */
export interface Outcome {
  /** Whether it took the event, which any status of 2xx means. */
  readonly succeeded: boolean;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** How its answer begins. */
  readonly reply: string | null;
  /** Why there was no answer. */
  readonly error: string | null;
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

const TIMEOUT_MS = 10_000;
/** How much of an answer is kept, in bytes. */
const KEPT_OF_REPLY = 1_000;

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

  /** Takes one endpoint away, and says whether it was there. */
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

  /** Sends a body; `then` learns what came of it. */
  send(endpoint: WebhookEndpoint, body: string, then: (outcome: Outcome) => void): void {
    const sending = post(endpoint, body, this.#realNow()).then((outcome) => {
      this.#underway.delete(sending);
      then(outcome);
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
    // Not reaching the endpoint is a failed delivery like any other, and is tried again.
    return { succeeded: false, status: null, reply: null, error: reasonOf(error), duration: after() };
  }
}

/** The beginning of an answer. The rest is not read: otherwise the connection stays taken until it is collected as garbage. */
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
    // The status was there, and it decides; a body that breaks off is shown as far as it came.
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
