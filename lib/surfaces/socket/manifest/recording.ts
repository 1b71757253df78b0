/** Records the responses of functions, with the same result every time. */
import { settings } from '#lib/config/config.ts';
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { GatewayEvent } from '#lib/http/request.ts';
import * as charges from '#lib/operations/charges.ts';
import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import * as customers from '#lib/operations/customers.ts';
import * as plans from '#lib/operations/plans.ts';
import { send } from '#lib/stripe/client.ts';
import type { RequestOptions } from '#lib/stripe/send.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';

/** The time of all recordings, in Unix seconds: the day of the callers' API version. */
const NOW = Date.UTC(2016, 6, 6) / 1000;

/** Runs `work` while the functions use a Stripe that was started for it. */
export async function withStripe<T>(startStripe: StartStripe, work: () => Promise<T>): Promise<T> {
  const stripe = await startStripe({ now: NOW, seed: 'manifest' });
  const before = Object.fromEntries(Object.keys(settings).map((name) => [name, process.env[name]]));
  for (const name of Object.keys(before).filter((name) => name !== 'LOG_LEVEL')) {
    delete process.env[name];
  }
  process.env['STRIPE_API_BASE'] = stripe.url;
  // Responses of the time, without what today's Stripe adds.
  process.env['CARD_PAYMENTS'] = 'charges';
  try {
    return await work();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    await stripe.close();
  }
}

/** The IDs of an account's objects, by prefix. */
export type Ids = Readonly<Record<string, string>>;

/** Creates the objects that calls refer to: the plan `gold`, a customer with a card, a charge, a subscription. */
export async function seedAccount(apiKey: string, apiVersion: string): Promise<Ids> {
  const caller: RequestOptions = { apiKey, apiVersion, deadline: Date.now() + 10_000 };
  await send(
    plans.create,
    { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' },
    caller,
  );
  const { body: customer } = await send(
    customers.create,
    { description: 'Jenny Rosen', source: 'tok_visa' },
    caller,
  );
  const cus = customer['id'] as string;
  const { body: charge } = await send(
    charges.create,
    { amount: 500, currency: 'usd', source: 'tok_visa', capture: false },
    caller,
  );
  const { body: subscription } = await send(subscriptions.create, { customer: cus, plan: 'gold' }, caller);
  return {
    cus,
    card: customer['default_source'] as string,
    ch: charge['id'] as string,
    sub: subscription['id'] as string,
  };
}

/**
 * The examples of arguments, with IDs replaced by those of existing objects. Arguments that refer to an object of
 * which there is none are omitted.
 */
export function examplesOf(known: readonly Argument[], ids: Ids): Record<string, unknown> {
  return Object.fromEntries(
    known.flatMap(({ name, parameter: { example } }) => {
      const prefix = /^([a-z]+)_\w{14,}$/.exec(String(example))?.[1];
      const value = prefix === undefined ? example : ids[prefix];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A response of a function. */
export interface RecordedReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls a function with a JSON body. */
export async function callWith(
  handler: Handler,
  name: string,
  apiKey: string,
  body: object,
): Promise<RecordedReply> {
  const { method, path } = handler.endpoint;
  const event: Partial<GatewayEvent> = {
    version: '2.0',
    rawPath: path(name),
    rawQueryString: '',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    requestContext: { http: { method, path: path(name) }, requestId: 'recording' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  } as never;
  const reply = await handler(event as GatewayEvent);
  return { status: reply.statusCode, body: JSON.parse(reply.body) };
}
