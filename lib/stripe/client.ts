/**
 * Calls Stripe with the `stripe` SDK: one client for all calls, with retries that end before the caller's deadline and
 * never execute a call twice.
 *
 * The SDK's own retries are disabled. It retries after a closed connection regardless of its settings, and sends no
 * idempotency key with DELETE, so a delete whose response was lost would return “not found”. Here every attempt is
 * counted.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { type Config, readConfig, readerOf, settings } from '#lib/config/config.ts';
import { encodeForm } from '#lib/http/form.ts';
import { address, DESCRIBED_VERSION, type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { type BridgeSettings, withBridges } from './bridge.ts';
import { StripeApiError, StripeConnectionError } from './errors.ts';
import { type Failure, failureOf, isClosed, isGone, isInFlight, TOO_SLOW, waitBefore } from './failures.ts';
import { httpClient } from './http-client.ts';
import { FailedResponse, problemOfPage, type StripeHttpResponse } from './http-response.ts';
import type { StripeResponse } from './response.ts';
import type { RequestOptions, Send, Usage } from './send.ts';

/** The minimum time left for an attempt, in milliseconds. */
const SHORTEST_ATTEMPT = 100;

/** Most servers limit the request line to 8 KiB and close the connection if it is longer. */
const LONGEST_QUERY = 7_000;

/**
 * Creates the function that calls Stripe. Connections are reused. It throws {@link StripeApiError} with Stripe's
 * status if Stripe rejects the call, and {@link StripeConnectionError} if no valid response arrives: with status 502,
 * 504, or the 5xx or 429 of a proxy. A 5xx, a 429 and a 2xx without a JSON object are retried with the same
 * idempotency key; other responses are not.
 */
export function stripeClient(config: Config, bridgeSettings: () => BridgeSettings = () => config): Send {
  const stripe = clientAt(config.STRIPE_API_BASE);
  const uploads = config.STRIPE_FILES_BASE === undefined ? stripe : clientAt(config.STRIPE_FILES_BASE);

  async function attempt(
    operation: Operation,
    values: Values<Parameters>,
    requestOptions: RequestOptions,
  ): Promise<StripeResponse> {
    const { path, rest } = address(operation, values);
    const post = operation.method === 'POST';
    const query = post ? '' : encodeForm(rest);
    if (query.length > LONGEST_QUERY) {
      throw tooLong(rest);
    }
    const options = {
      apiKey: requestOptions.apiKey,
      apiVersion: operation.version ?? requestOptions.apiVersion,
      // The SDK requires whole milliseconds and replaces other values by a minute or more.
      timeout: Math.max(1, Math.floor(Math.min(config.STRIPE_TIMEOUT, requestOptions.deadline - Date.now()))),
      ...(requestOptions.stripeAccount !== undefined && { stripeAccount: requestOptions.stripeAccount }),
      ...(requestOptions.idempotencyKey !== undefined && { idempotencyKey: requestOptions.idempotencyKey }),
    };
    // Only the SDK's own file resource sends multipart requests, and it sends them to the upload host.
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
    // Not enumerable, so that the body stays as Stripe sent it.
    const answer = body.lastResponse as unknown as StripeHttpResponse;
    const { statusCode, headers, text } = answer;
    const problem = operation.list ? problemOfPage(body, rest) : undefined;
    if (problem !== undefined) {
      throw new FailedResponse(answer, `status ${statusCode} with ${problem}`);
    }
    return { status: statusCode, body, text, headers };
  }

  const send: Send = async (operation, values, given) => {
    const idempotencyKey = operation.method === 'POST' ? (given.idempotencyKey ?? randomUUID()) : undefined;
    const requestOptions = { ...given, idempotencyKey };
    let uncertain = false;
    let failures = 0;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await counted(requestOptions.usage, () =>
          attempt(operation, values as Values<Parameters>, requestOptions),
        );
      } catch (error) {
        const failure = failureOf(error, operation, idempotencyKey);
        if (uncertain && isGone(operation, failure)) {
          return operation.retrieve === undefined || given.apiVersion < DESCRIBED_VERSION
            ? deletedResponse(operation, values, failure)
            : send(operation.retrieve, inPathOf(operation.retrieve, values), given);
        }
        // Our own earlier attempt is still running: wait for its response.
        const stillRunning = uncertain && isInFlight(failure);
        uncertain ||= failure.status >= 500;
        failures += stillRunning ? 0 : 1;
        const allowed = Math.max(config.STRIPE_MAX_RETRIES, isClosed(error) ? 1 : 0);
        const delay = waitBefore(failure, attempts, config.STRIPE_RETRY_DELAY);
        const isLate = Date.now() + delay + SHORTEST_ATTEMPT > requestOptions.deadline;
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

/** Counts a request, and the time it takes. */
async function counted<T>(usage: Usage | undefined, request: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await request();
  } finally {
    if (usage !== undefined) {
      usage.requests += 1;
      usage.milliseconds += performance.now() - started;
    }
  }
}

/** The error for parameters that do not fit in a URL. It names the longest one. */
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

/** An SDK client for a base URL. For Stripe's own host it knows the upload host; other hosts also get uploads. */
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

/** Caches the user agent, which the SDK builds anew for each request. */
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

/** Calls Stripe with the client of this process, created on first use from the environment. */
export const send: Send = (operation, values, requestOptions) => {
  shared ??= stripeClient(readConfig(), readBridgeSettings);
  return shared(operation, values, requestOptions);
};

/** The response to a delete whose real response was lost, as far as it is known. The ID is the one in the path. */
function deletedResponse(
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

/** The values of the path parameters. */
function inPathOf<P extends Parameters>(
  { path }: Operation<P>,
  values: Readonly<Record<string, unknown>>,
): Values<P> {
  return Object.fromEntries(pathParameters(path).map((name) => [name, values[name]])) as Values<P>;
}
