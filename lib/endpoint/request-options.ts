/** The options of a call to Stripe: API key, API version, idempotency key and deadline. */

import type { Context } from 'aws-lambda';
import { readerOf, settings } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import type { RequestOptions } from '#lib/stripe/send.ts';

/** Headers that are passed to Stripe unchanged. */
const PASSED_THROUGH = [
  {
    name: 'Idempotency-Key',
    form: /^[\x20-\x7e]{1,255}$/,
    expected: '1 to 255 printable ASCII characters',
  },
  {
    name: 'Stripe-Account',
    form: /^\w{1,255}$/,
    expected: 'the id of an account, e.g. acct_1032D82eZvKYlo2C',
  },
  {
    name: 'Stripe-Version',
    form: /^\d{4}-\d{2}-\d{2}(\.\w{1,50})?$/,
    expected: 'a version of the API, e.g. 2016-07-06',
  },
].map((header) => ({ ...header, key: header.name.toLowerCase() }));

/** The time reserved for the response, in milliseconds. */
export const REPLY_TIME = 500;

/**
 * Reads the request options from a request's headers.
 * @throws {HttpError} 400 for an invalid header
 */
export function requestOptionsOf(
  apiVersion: string,
  { headers }: HttpRequest,
  apiKey: string,
  context: Context | undefined,
): RequestOptions {
  for (const { name, key, form, expected } of PASSED_THROUGH) {
    const value = headers[key];
    if (value !== undefined && !form.test(value)) {
      throw new HttpError('header_invalid', `The header ${name} must be ${expected}.`);
    }
  }
  return {
    apiKey,
    apiVersion: versionAsked(headers, apiVersion),
    stripeAccount: headers['stripe-account'],
    idempotencyKey: headers['idempotency-key'],
    deadline: deadlineOf(context),
  };
}

/** Every call reads these settings, and reading the environment is slow. */
const readVersion = readerOf({ STRIPE_API_VERSION: settings.STRIPE_API_VERSION });
const readBudget = readerOf({ CALL_BUDGET: settings.CALL_BUDGET });

/** The Stripe API version of a call: the caller's, else the configured one, else the surface's. */
export function versionAsked(headers: HttpRequest['headers'], ofSurface: string): string {
  return headers['stripe-version'] ?? readVersion().STRIPE_API_VERSION ?? ofSurface;
}

/** When the response must be ready, in milliseconds since 1970. */
export function deadlineOf(context: Context | undefined): number {
  const remaining = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  return Date.now() + Math.min(readBudget().CALL_BUDGET, remaining - REPLY_TIME);
}
