/** Faults that an account can inject to test its caller: lost connections, delays, errors, truncated responses. */
import { apiError, StripeError } from './errors.ts';
import { Random } from './random.ts';
import { wildcard } from './wildcard.ts';

/** What goes wrong, for which requests, and how often. */
export interface Fault {
  /**
   * `drop_before`: the connection closes and nothing is executed. `drop_after`: it closes after the change was made.
   * `delay`: the request waits and holds its idempotency key. `error`: the response has `status`. `cut`: only half of
   * the response body is sent.
   */
  readonly kind: 'drop_before' | 'drop_after' | 'delay' | 'error' | 'cut';
  /** For `error`: 429, 500, 502, 503 or 504. Only a 500 counts as executed and is stored for the idempotency key. */
  readonly status?: number | undefined;
  /** For `delay`, in milliseconds. */
  readonly delay?: number | undefined;
  /** Only requests with this method. */
  readonly method?: string | undefined;
  /** Only requests to this path; `*` stands for any part of it. */
  readonly path?: string | undefined;
  /** The share of requests, from 0 to 1. Default: all. */
  readonly rate?: number | undefined;
  /** The maximum number of requests. Default: unlimited. */
  readonly count?: number | undefined;
  /** The same seed selects the same requests, in any order. */
  readonly seed?: string | undefined;
}

/** The parts of a request that faults match. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly isMeant: (path: string) => boolean;
  /** One stream of random numbers per idempotency key, and for requests without a key per method and path. */
  readonly streams: Map<string, Random>;
  left: number;
  hits: number;
}

/** The faults of one account. */
export class Faults {
  #armed: ActiveFault[] = [];

  add(fault: Fault): void {
    this.#armed.push({
      fault,
      isMeant: wildcard(fault.path ?? '*'),
      streams: new Map(),
      left: fault.count ?? Infinity,
      hits: 0,
    });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The active faults, and how many requests each has hit. */
  get report(): (Fault & { readonly hits: number })[] {
    return this.#armed.map(({ fault, hits }) => ({ ...fault, hits }));
  }

  /** Returns the faults that hit a request, and removes those that are used up. */
  match(request: FaultTarget): Fault[] {
    const hit = this.#armed.filter((armed) => isHit(armed, request));
    for (const armed of hit) {
      armed.left -= 1;
      armed.hits += 1;
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return hit.map(({ fault }) => fault);
  }
}

function isHit(
  { fault, isMeant, streams }: ActiveFault,
  { method, path, idempotencyKey }: FaultTarget,
): boolean {
  const { rate = 1, seed = '' } = fault;
  if ((fault.method !== undefined && fault.method !== method) || !isMeant(path)) {
    return false;
  }
  if (rate >= 1) {
    return true;
  }
  const stream = idempotencyKey ?? `${method} ${path}`;
  const random = streams.get(stream) ?? new Random(`fault ${fault.kind} ${fault.status} ${seed} ${stream}`);
  streams.set(stream, random);
  return random.number() < rate;
}

/** Makes the error of an `error` fault. */
export function faultError(status: number): StripeError {
  return status === 429
    ? new StripeError(429, {
        type: 'rate_limit_error',
        code: 'rate_limit',
        message:
          'Too many requests hit the API too quickly. We recommend an exponential backoff of your requests.',
      })
    : apiError('The sandbox was asked to fail this request.', status);
}
