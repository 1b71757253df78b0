/** Faults that an account asks for, to see how a caller copes: lost connections, delays, errors, cut answers. */
import { apiError, StripeError } from './errors.ts';
import { Random } from './random.ts';
import { wildcard } from './wildcard.ts';

/** What goes wrong, for which requests, and how often. */
export interface Fault {
  /**
   * `drop_before`: the connection closes and nothing is carried out. `drop_after`: it closes after the change was made.
   * `delay`: the request waits while it holds its idempotency key. `error`: it is answered with `status`. `cut`: only
   * half of the answer's body is sent.
   */
  readonly kind: 'drop_before' | 'drop_after' | 'delay' | 'error' | 'cut';
  /** For `error`: 429, 500, 502, 503 or 504. Only 500 counts as carried out, and is what the idempotency key keeps. */
  readonly status?: number | undefined;
  /** For `delay`, in milliseconds. */
  readonly delay?: number | undefined;
  /** Only requests with this method. */
  readonly method?: string | undefined;
  /** Only requests to this path; `*` stands for any part of it. */
  readonly path?: string | undefined;
  /** Which share of them, from 0 to 1. Default: all. */
  readonly rate?: number | undefined;
  /** How many of them at most. Default: no limit. */
  readonly count?: number | undefined;
  /** The same seed hits the same requests. */
  readonly seed?: string | undefined;
}

interface Armed {
  readonly fault: Fault;
  readonly random: Random;
  readonly isMeant: (path: string) => boolean;
  left: number;
}

/** The faults of one account. */
export class Faults {
  #armed: Armed[] = [];

  add(fault: Fault): void {
    this.#armed.push({
      fault,
      random: new Random(`fault ${fault.seed ?? ''}`),
      isMeant: wildcard(fault.path ?? '*'),
      left: fault.count ?? Infinity,
    });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The faults that hit a request; those that are used up are gone. */
  strike(method: string, path: string): Fault[] {
    const hit = this.#armed.filter(
      (armed) =>
        (armed.fault.method === undefined || armed.fault.method === method) &&
        armed.isMeant(path) &&
        armed.random.number() < (armed.fault.rate ?? 1),
    );
    for (const armed of hit) {
      armed.left -= 1;
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return hit.map(({ fault }) => fault);
  }
}

/** The error of an `error` fault. */
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
