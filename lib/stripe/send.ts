/** The types of the function that calls Stripe. */

import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from './response.ts';

/** The options of a call: API key, API version, deadline. */
export interface RequestOptions {
  readonly apiKey: string;
  readonly apiVersion: string;
  /** The connected account to act for. */
  readonly stripeAccount?: string | undefined;
  /** The idempotency key, with which Stripe executes the call only once. */
  readonly idempotencyKey?: string | undefined;
  /** The deadline, in milliseconds since 1970. */
  readonly deadline: number;
  /** Where the requests of the call are counted. */
  readonly usage?: Usage;
}

/** The requests to Stripe that a call made, retries included, and how long they took, added up. */
export interface Usage {
  requests: number;
  milliseconds: number;
}

/** Calls an operation with validated parameters. */
export type Send = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
  caller: RequestOptions,
) => Promise<StripeResponse>;
