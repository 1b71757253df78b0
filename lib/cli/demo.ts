/** Plays a story of cards and charges over HTTP, using only this project. */
import { isDeepStrictEqual } from 'node:util';
import { readConfig } from '#lib/config/config.ts';
import * as balance from '#lib/operations/balance.ts';
import * as plans from '#lib/operations/plans.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { RequestOptions, Send } from '#lib/stripe/send.ts';
import { socketPath } from '#lib/surfaces/socket/path.ts';
import { CommandError, command } from './command.ts';
import { interruption } from './interruption.ts';
import { startService } from './service.ts';
import { type Json, type Results, resolve, type Step, story, valueAt } from './story.ts';

const usage = `npm run demo

Starts the API and the sandbox on free ports, and plays a story of cards and charges over HTTP. Prints each step and the
final balance. Fails if a step does not have the expected result.`;

/** Stripe's fee for a card payment in the US, which the sandbox also charges: 2.9 % and 30 cents. */
const feeOf = (amount: number) => Math.round((amount * 29) / 1000) + 30;

/** An account of its own: that of `sk_test_demo` already has objects. */
const KEY = 'sk_test_story';

/** The response of a step. */
interface Reply {
  readonly status: number;
  readonly body: Json;
}

await command({ usage }, async () => {
  const environment = { LOG_LEVEL: process.env['LOG_LEVEL'] || 'error' };
  const signal = interruption();
  const service = await startService({ port: 0, sandboxPort: 0, environment });
  try {
    console.log(`The API is at ${service.url}. It calls the sandbox at ${service.stripe}.`);
    console.log(`Cards are ${service.accounts}.\n`);
    const stripe = stripeClient({ ...readConfig(), STRIPE_API_BASE: service.stripe });
    await tell(service.url, stripe, signal);
    await checkBalance(stripe);
  } catch (error) {
    throw signal.aborted ? new CommandError('Interrupted.') : error;
  } finally {
    await service.close();
  }
});

/** Runs the steps in order and prints them. Steps can use the responses of earlier ones. */
async function tell(url: string, stripe: Send, signal: AbortSignal): Promise<void> {
  print('step', 'endpoint', 'status', 'object', 'ms');
  const results: Record<string, Json> = {};
  for (const step of story) {
    const started = performance.now();
    const reply = await take(step, resolve(step.arguments, results), url, stripe, signal);
    const milliseconds = Math.round(performance.now() - started);
    const object = reply.body['id'] ?? valueAt(reply.body, 'error.code') ?? valueAt(reply.body, 'data.0.id');
    print(
      step.tells,
      step.endpoint ?? `${plans.create.method} ${plans.create.path}`,
      `${reply.status}`,
      `${object}`,
      `${milliseconds}`,
    );
    const wrong = differences(step, reply, results);
    if (wrong.length > 0) {
      throw new CommandError(
        `\n${step.tells}: ${wrong.join('; ')}.\nThe response was ${JSON.stringify(reply.body)}`,
      );
    }
    results[step.name] = reply.body;
  }
}

async function take(
  step: Step,
  values: Json,
  url: string,
  stripe: Send,
  signal: AbortSignal,
): Promise<Reply> {
  if (step.endpoint === undefined) {
    return stripe(plans.create, values as Values<typeof plans.create.parameters>, caller()).catch(toReply);
  }
  const response = await fetch(`${url}${socketPath(step.endpoint)}`, {
    method: 'POST',
    signal,
    headers: {
      Authorization: `Bearer ${KEY}`,
      'Content-Type': 'application/json',
      ...(step.idempotencyKey !== undefined && { 'Idempotency-Key': step.idempotencyKey }),
    },
    body: JSON.stringify(values),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

/** Converts an error of Stripe's to a response. */
function toReply(error: unknown): Reply {
  if (error instanceof StripeApiError) {
    return { status: error.status, body: { error: error.error } };
  }
  throw error;
}

/** Describes how a response differs from the expected one. */
function differences({ status, expected }: Step, reply: Reply, results: Results): string[] {
  const all: [string, unknown, unknown][] = [
    ['the status', status, reply.status],
    ...Object.entries(expected).map(([path, value]): [string, unknown, unknown] => [
      path,
      resolve(value, results),
      valueAt(reply.body, path),
    ]),
  ];
  return all
    .filter(([, wanted, given]) => !isDeepStrictEqual(wanted, given))
    .map(
      ([what, wanted, given]) =>
        `${what} should be ${JSON.stringify(wanted)}, but is ${JSON.stringify(given)}`,
    );
}

/** Checks that the account's balance equals the charges less the fees. */
async function checkBalance(stripe: Send): Promise<void> {
  const charges = story.flatMap(({ charged }) => charged ?? []);
  const gross = sum(charges);
  const fees = sum(charges.map(feeOf));
  const { body } = await stripe(balance.retrieve, {}, caller());
  const { available, pending } = body as Record<'available' | 'pending', { amount: number }[]>;
  const held = sum([...available, ...pending].map(({ amount }) => amount));
  console.log(
    `\nBalance: ${dollars(gross)} in ${charges.length} charges, less ${dollars(fees)} in fees, is ${dollars(gross - fees)}. The account has ${dollars(held)}.`,
  );
  if (held !== gross - fees) {
    throw new CommandError('The balance does not match the charges.');
  }
}

function caller(): RequestOptions {
  return { apiKey: KEY, apiVersion: '2016-07-06', deadline: Date.now() + 10_000 };
}

function print(step: string, endpoint: string, status: string, object: string, milliseconds: string): void {
  console.log(
    `${step.padEnd(30)} ${endpoint.padEnd(30)} ${status.padEnd(6)} ${object.padEnd(28)} ${milliseconds.padStart(5)}`,
  );
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function dollars(cents: number): string {
  return `${(cents / 100).toFixed(2)} usd`;
}
