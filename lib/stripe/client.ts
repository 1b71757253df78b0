/**
 * The one place that speaks to Stripe: the `stripe` SDK, one client for all calls, with retries that end within the
 * caller's time and never carry a call out twice.
 *
 * The SDK's own retries are not used. It repeats a request after a closed connection whatever its settings say, and
 * gives a DELETE no idempotency key, so a delete whose answer was lost would come back as "not found"; here every
 * attempt is counted.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { type Config, readConfig, readerOf, settings } from '#lib/config/config.ts';
import { encodeForm } from '#lib/http/form.ts';
import { address, DESCRIBED_VERSION, type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { FailedAnswer, type HttpAnswer, problemOfPage } from './answer.ts';
import { type BridgeSettings, withBridges } from './bridge.ts';
import { StripeApiError, StripeConnectionError } from './errors.ts';
import { type Failure, failureOf, isClosed, isGone, isInFlight, TOO_SLOW, waitBefore } from './failures.ts';
import { httpClient } from './http-client.ts';
import type { StripeResponse } from './response.ts';
import type { RequestOptions, Send } from './send.ts';

/** What is left for the reply when an attempt begins, in milliseconds; with less, none is begun. */
const SHORTEST_ATTEMPT = 100;

/** Servers read only so much of a request's first line, most of them 8 KiB, and close the connection over more. */
const LONGEST_QUERY = 7_000;

/**
 * Makes the function that calls Stripe. The connections are kept open between calls.
 * It throws {@link StripeApiError} where Stripe refuses, with Stripe's status, and {@link StripeConnectionError} where no answer
 * of Stripe's comes: 502, 504, or the 5xx or 429 of whatever answers instead. Of those a 5xx, a 429 and a 2xx that is no
 * JSON object are retried, under the same idempotency key, and others are not.
 */
export function stripeClient(config: Config, bridgeSettings: () => BridgeSettings = () => config): Send {
  const stripe = clientAt(config.STRIPE_API_BASE);
  const uploads = config.STRIPE_FILES_BASE === undefined ? stripe : clientAt(config.STRIPE_FILES_BASE);

  async function attempt(
    operation: Operation,
    values: Values<Parameters>,
    caller: RequestOptions,
  ): Promise<StripeResponse> {
    const { path, rest } = address(operation, values);
    const post = operation.method === 'POST';
    const query = post ? '' : encodeForm(rest);
    if (query.length > LONGEST_QUERY) {
      throw tooLong(rest);
    }
    const options = {
      apiKey: caller.apiKey,
      apiVersion: operation.version ?? caller.apiVersion,
      // The SDK takes whole milliseconds; others it replaces by a minute or more.
      timeout: Math.max(1, Math.floor(Math.min(config.STRIPE_TIMEOUT, caller.deadline - Date.now()))),
      ...(caller.stripeAccount !== undefined && { stripeAccount: caller.stripeAccount }),
      ...(caller.idempotencyKey !== undefined && { idempotencyKey: caller.idempotencyKey }),
    };
    // Of the SDK's calls, only that of its own resource sends multipart, and it does so to the host for uploads.
    const request =
      operation.host === 'files'
        ? uploads.files.create(rest as unknown as Stripe.FileCreateParams, options)
        : stripe.rawRequest(
            operation.method,
            query === '' ? path : `${path}?${query}`,
            post ? rest : undefined,
            options,
          );
    const body = (await request) as Stripe.Response<Record<string, unknown>>;
    // Not enumerable: the body is as Stripe gave it.
    const answer = body.lastResponse as unknown as HttpAnswer;
    const { statusCode, headers, text } = answer;
    const problem = operation.list ? problemOfPage(body, rest) : undefined;
    if (problem !== undefined) {
      throw new FailedAnswer(answer, `status ${statusCode} with ${problem}`);
    }
    return { status: statusCode, body, text, headers };
  }

  const send: Send = async (operation, values, given) => {
    const idempotencyKey = operation.method === 'POST' ? (given.idempotencyKey ?? randomUUID()) : undefined;
    const caller = { ...given, idempotencyKey };
    let uncertain = false;
    let failures = 0;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(operation, values as Values<Parameters>, caller);
      } catch (error) {
        const failure = failureOf(error, operation, idempotencyKey);
        if (uncertain && isGone(operation, failure)) {
          return operation.retrieve === undefined || given.apiVersion < DESCRIBED_VERSION
            ? goneAnswer(operation, values, failure)
            : send(operation.retrieve, inPathOf(operation.retrieve, values), given);
        }
        // What is in the way is our own earlier attempt, which is still being carried out: its answer is waited for.
        const stillRunning = uncertain && isInFlight(failure);
        uncertain ||= failure.status >= 500;
        failures += stillRunning ? 0 : 1;
        const allowed = Math.max(config.STRIPE_MAX_RETRIES, isClosed(error) ? 1 : 0);
        const delay = waitBefore(failure, attempts, config.STRIPE_RETRY_DELAY);
        const isLate = Date.now() + delay + SHORTEST_ATTEMPT > caller.deadline;
        if (failures > allowed || !failure.retryable || isLate) {
          throw stillRunning
            ? new StripeConnectionError(504, TOO_SLOW, { idempotencyKey, cause: failure })
            : failure;
        }
        await sleep(delay);
      }
    }
  };
  return withBridges(send, bridgeSettings);
}

/** The refusal of parameters that do not fit into a URL, about the longest of them. */
function tooLong(parameters: Readonly<Record<string, unknown>>): StripeApiError {
  const lengths = Object.entries(parameters).map(
    ([name, value]) => [name, encodeForm({ [name]: value }).length] as const,
  );
  const [name] = lengths.reduce((longest, one) => (one[1] > longest[1] ? one : longest));
  return new StripeApiError(400, {
    type: 'invalid_request_error',
    message: `${name} is too long: this request's parameters are sent in the URL, which is limited to ${LONGEST_QUERY} characters.`,
    param: name,
    code: 'parameter_invalid',
  });
}

/** A client of the SDK for a host. For Stripe's own it knows where uploads go; any other host gets them too. */
function clientAt(address: string): Stripe {
  const { hostname, port, protocol } = new URL(address);
  const insecure = protocol === 'http:';
  return new Client('set-per-call', {
    host: hostname,
    port: port === '' ? (insecure ? 80 : 443) : Number(port),
    protocol: insecure ? 'http' : 'https',
    httpClient: httpClient(),
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** The SDK makes what it says of itself anew for each request. */
class Client extends Stripe {
  #userAgent: string | undefined;

  override getClientUserAgent(then: (userAgent: string) => void): void {
    if (this.#userAgent !== undefined) {
      then(this.#userAgent);
      return;
    }
    super.getClientUserAgent((userAgent) => {
      this.#userAgent = userAgent;
      then(userAgent);
    });
  }
}

let shared: Send | undefined;

const readBridgeSettings = readerOf({
  CARD_PAYMENTS: settings.CARD_PAYMENTS,
  SAVED_CARD_PAYER: settings.SAVED_CARD_PAYER,
});

/** Calls Stripe through the client of this process, made on first use from the environment. */
export const send: Send = (operation, values, caller) => {
  shared ??= stripeClient(readConfig(), readBridgeSettings);
  return shared(operation, values, caller);
};

/** What a delete answers, as far as it can be known: of ids those that stand in its path. */
function goneAnswer(
  { path, returns, ended }: Operation,
  values: Readonly<Record<string, unknown>>,
  { headers }: Failure,
): StripeResponse {
  const last = /\{(\w+)\}$/.exec(path)?.[1];
  const owners = pathParameters(path).filter((name) => name !== last);
  const id = last !== undefined && { id: values[last] };
  const body =
    ended === undefined
      ? { deleted: true, ...id }
      : {
          ...id,
          object: returns,
          ...Object.fromEntries(owners.map((name) => [name, values[name]])),
          ...ended,
        };
  return { status: 200, body, headers };
}

/** The values that an operation's path is made of. */
function inPathOf<P extends Parameters>(
  { path }: Operation<P>,
  values: Readonly<Record<string, unknown>>,
): Values<P> {
  return Object.fromEntries(pathParameters(path).map((name) => [name, values[name]])) as Values<P>;
}
