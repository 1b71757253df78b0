/** What calls Stripe: who calls, and how the function is called that does it. */

import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from './response.ts';

/** Who calls, in which version of the API, and until when. */
export interface RequestOptions {
  readonly apiKey: string;
  readonly apiVersion: string;
  /** The connected account that the call is made for. */
  readonly stripeAccount?: string | undefined;
  /** The key under which Stripe carries the call out once, however often it is repeated. */
  readonly idempotencyKey?: string | undefined;
  /** When an answer is too late, in milliseconds since 1970. */
  readonly deadline: number;
  /** Where the requests of the call are counted. */
  readonly usage?: Usage;
}

/** The requests to Stripe that a call made, retries included, and how long they took, added up. */
export interface Usage {
  requests: number;
  milliseconds: number;
}

/** Calls an operation with parameters that were checked. */
export type Send = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
  caller: RequestOptions,
) => Promise<StripeResponse>;
