/** What an endpoint is, and what a surface has to provide. */
import type { Context } from 'aws-lambda';
import type { GenericSchema } from 'valibot';
import type { GatewayEvent, HttpRequest } from '#lib/http/request.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { Spelling } from './additional-arguments.ts';
import type { Argument, ErrorMessages, Reading } from './arguments.ts';
import type { Rule } from './cross-field-rules.ts';
import type { ArgumentError } from './errors.ts';

/** What is known of a call. The pipeline and the steps of an endpoint fill it in; surfaces read it. */
export interface CallContext {
  request: HttpRequest;
  readonly correlationId: string;
  /** By `performance.now()`. */
  readonly started: number;
  /** The arguments that the request is read with. */
  arguments: readonly Argument[];
  /** The values given, by the caller's names; never shown as they are, because they hold secrets. */
  given: Readonly<Record<string, unknown>>;
  /** The names of given arguments that are not known. */
  unknown: readonly string[];
  /** The keys and tokens that prove who calls; shown to nobody, like the secrets. */
  credentials: readonly string[];
  /** The values of secret arguments. */
  secrets: readonly string[];
  /** What the surface's `unwrap` keeps for its `wrap`. */
  surfaceData: unknown;
  stripeRequestId?: string | undefined;
  /** What is logged of a query: its form, without values. */
  query?: Readonly<Record<string, unknown>>;
}

/** What a surface finds in a request. */
export interface Unwrapped {
  readonly given: Readonly<Record<string, unknown>>;
  readonly apiKey: string | undefined;
  /** What tells this call from others where its caller sends no idempotency key, and is the same when it is retried. */
  readonly idempotencyKey?: string | undefined;
  readonly surfaceData?: unknown;
}

/** How one kind of caller speaks. */
export interface Surface {
  readonly name: string;
  /** The version of Stripe's API that its callers were written for. */
  readonly apiVersion: string;
  /** How it words what is wrong with an argument. Default: in our own words. */
  readonly messages?: ErrorMessages;
  /** How its callers spell parameters of Stripe's that an endpoint does not declare. Default: these are ignored. */
  readonly spelling?: Spelling;
  /** Answers by itself what needs no call, such as a question for what may be called. */
  answer?(request: HttpRequest): HttpResponse | undefined;
  /** Opens the surface's own wrapping. */
  unwrap(
    request: HttpRequest,
    body: Readonly<Record<string, unknown>>,
    known: readonly Argument[],
  ): Unwrapped;
  /** What is wrong with the arguments for this surface, beyond what the endpoint itself finds. */
  refuse(reading: Reading, unwrapped: Unwrapped): ArgumentError | undefined;
  /** Throws when the caller may not call now, though nothing is wrong with the call. Gives what to do if the call fails. */
  admit?(reading: Reading, unwrapped: Unwrapped): Promise<(() => Promise<void>) | undefined>;
  /** Makes the reply of Stripe's answer. */
  wrap(answer: StripeResponse, conversation: CallContext): HttpResponse;
  /** Makes the reply of whatever went wrong. */
  toErrorResponse(error: unknown, conversation: CallContext): HttpResponse;
}

/** What an endpoint is, for manifests, documentation and tests. */
export interface Endpoint {
  readonly surface: string;
  /** The HTTP method; `*` takes any. */
  readonly method: string;
  /** The other methods that it answers to; it then gets those that no endpoint at its path has. */
  readonly otherMethods?: readonly string[];
  /** The path that it is served at, given the public name that its file has. */
  path(name: string): string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  /** Stripe's parameters that it accepts besides. */
  readonly additional?: readonly Argument[];
  /** The file that it serves: one that is checked in, or that the build makes (see `lib/cli/documents.ts`). */
  readonly document?: URL;
  /** The operation it calls; a document calls none. */
  readonly operation?: Operation;
  readonly otherOperations: readonly Operation[];
  readonly rules?: readonly Rule[];
  /** Arguments that it rejects, with the reason. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** The variables that its function reads beyond those of all functions. */
  readonly settings?: Readonly<Record<string, GenericSchema>>;
  /** The IAM role of its function, a resource of `serverless.yml`. Default: that of all functions. */
  readonly role?: string;
  /** What the manifest of its surface tells of it, besides what every endpoint has. */
  readonly manifestData?: unknown;
}

/** A Lambda handler that knows which endpoint it is. */
export type Handler = ((event: GatewayEvent, context?: Context) => Promise<HttpResponse>) & {
  readonly endpoint: Endpoint;
  /**
   * The methods that other endpoints at its path have, where it gets those that none of them has; they are in `Allow`.
   * The catalogue knows them and sets them; a deployed function has them from its variable SIBLING_METHODS.
   */
  siblingMethods: readonly string[];
};
