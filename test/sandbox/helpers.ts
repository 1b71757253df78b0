/** What the tests of the sandbox share: its own routes, bare requests, and refusals as values. */
import type Stripe from 'stripe';
import type { SandboxOptions } from '#sandbox/server/server.ts';
import { apiAt } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { stripeAt } from '../helpers/stripe.ts';

/** A JSON object of which tests read fields by name. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
export type Loose = any;

/** An account of its own in a running sandbox. */
export interface TestAccount {
  readonly key: string;
  readonly stripe: Stripe;
  /** A call by method and path, for parameters that the client's types of today no longer know. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, parameters?: object): Promise<Loose>;
  /** Lets time pass, in seconds. */
  advance(seconds: number): Promise<void>;
}

/** Starts a sandbox for a file of tests; each call of what it gives opens an account of its own. */
export function accounts(options: Partial<SandboxOptions> = {}): {
  readonly url: string;
  open(key?: string): TestAccount;
} {
  const sandbox = testSandbox(options);
  return {
    get url() {
      return sandbox.url;
    },
    open: (key = testKey()) => openAt(sandbox.url, key),
  };
}

/** Opens an account of a sandbox at an address. */
export function openAt(address: string, key = testKey()): TestAccount {
  const api = apiAt(address, key);
  const calls = { GET: api.get, POST: api.post, DELETE: api.del };
  const call: TestAccount['call'] = (method, path, parameters = {}) =>
    calls[method](path, JSON.parse(JSON.stringify(parameters)));
  return {
    key,
    stripe: stripeAt(address, key),
    call,
    advance: async (seconds) => {
      await call('POST', '/_sandbox/clock', { advance: seconds });
    },
  };
}

/** A bare request. */
export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly key?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a bare request; a body is sent as a form unless a content type says otherwise. */
export async function send(
  address: string,
  { method = 'GET', path, key, body, headers }: Sent,
): Promise<{ status: number; headers: Headers; text: string; body: Loose }> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** The refusal that a call must end in: its status and what `error` holds. */
export async function refusal(call: Promise<unknown>): Promise<Loose> {
  try {
    await call;
  } catch (error) {
    const { statusCode, raw } = error as Stripe.errors.StripeError & { raw: Record<string, unknown> };
    const { type, code, param, message, decline_code, charge } = raw ?? {};
    return JSON.parse(
      JSON.stringify({ status: statusCode, type, code, param, message, decline_code, charge }),
    );
  }
  throw new Error('The call was not refused.');
}

/** The types of an account's events, oldest first. */
export async function eventTypes({ stripe }: TestAccount): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }) => type as string).reverse();
}

/** A good card as a dictionary. */
export const card = (number = '4242424242424242', fields: object = {}) => ({
  object: 'card',
  number,
  exp_month: 12,
  exp_year: 2040,
  cvc: '123',
  ...fields,
});
