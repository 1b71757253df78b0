/** The types of endpoints and surfaces. */
import type { Context } from 'aws-lambda';
import type { GenericSchema } from 'valibot';
import type { GatewayEvent, HttpRequest } from '#lib/http/request.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { Usage } from '#lib/stripe/send.ts';
import type { Spelling } from './additional-arguments.ts';
import type { Argument, ErrorMessages, Reading } from './arguments.ts';
import type { Rule } from './cross-field-rules.ts';
import type { ArgumentError } from './errors.ts';

/** The state of one call. The pipeline and the endpoint's steps fill it in; surfaces read it. */
export interface CallContext {
  request: HttpRequest;
  readonly correlationId: string;
  /** The time from `performance.now()`. */
  readonly started: number;
  /** The arguments that the request may contain. */
  arguments: readonly Argument[];
  /** The arguments that were sent, by the caller's names. They contain secrets, so never show them. */
  given: Readonly<Record<string, unknown>>;
  /** The names of unknown arguments. */
  unknown: readonly string[];
  /** The caller's API keys and tokens. Never show them. */
  credentials: readonly string[];
  /** The values of secret arguments. */
  secrets: readonly string[];
  /** Data that the surface's `unwrap` passes to its `wrap`. */
  surfaceData: unknown;
  stripeRequestId?: string | undefined;
  /** The requests made to Stripe; the client counts them here. */
  readonly stripeUsage: Usage;
  /** What is logged of a query: its structure without values. */
  query?: Readonly<Record<string, unknown>>;
}

/** What a surface extracts from a request. */
export interface Unwrapped {
  readonly given: Readonly<Record<string, unknown>>;
  readonly apiKey: string | undefined;
  /** An idempotency key for callers who send none. It identifies the call and is the same in retries. */
  readonly idempotencyKey?: string | undefined;
  readonly surfaceData?: unknown;
}

/** The adapter for one legacy API. */
export interface Surface {
  readonly name: string;
  /** The Stripe API version that its callers were written for. */
  readonly apiVersion: string;
  /** The wording of problems with arguments. Default: our own. */
  readonly messages?: ErrorMessages;
  /** How callers spell Stripe parameters that an endpoint does not declare. Default: these are ignored. */
  readonly spelling?: Spelling;
  /** Responds to requests that need no call, such as OPTIONS. */
  answer?(request: HttpRequest): HttpResponse | undefined;
  /** Loads what its calls need and this process does not have yet, such as a secret. */
  prepare?(): Promise<void>;
  /** Extracts arguments and API key from the surface's request format. */
  unwrap(
    request: HttpRequest,
    body: Readonly<Record<string, unknown>>,
    known: readonly Argument[],
  ): Unwrapped;
  /** Returns an error if the arguments are invalid for this surface. */
  argumentError(reading: Reading, unwrapped: Unwrapped): ArgumentError | undefined;
  /** Throws if the caller may not call now, e.g. because of a rate limit. Returns what to do if the call fails. */
  admit?(reading: Reading, unwrapped: Unwrapped): Promise<(() => Promise<void>) | undefined>;
  /** Formats Stripe's response. */
  wrap(answer: StripeResponse, conversation: CallContext): HttpResponse;
  /** Formats an error. */
  toErrorResponse(error: unknown, conversation: CallContext): HttpResponse;
}

/** The description of an endpoint, for manifests, documentation and tests. */
export interface Endpoint {
  readonly surface: string;
  /** The HTTP method; `*` matches all. */
  readonly method: string;
  /** Other methods it responds to. If set, it also receives the methods that no endpoint at its path has. */
  readonly otherMethods?: readonly string[];
  /** The path, given the name of the endpoint's file. */
  path(name: string): string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  /** Stripe parameters that it accepts without declaring them. */
  readonly additional?: readonly Argument[];
  /** The file that it serves; it is checked in, or the build makes it (see `lib/cli/documents.ts`). */
  readonly document?: URL;
  /** The operation it calls; documents call none. */
  readonly operation?: Operation;
  readonly otherOperations: readonly Operation[];
  readonly rules?: readonly Rule[];
  /** Arguments that it rejects, with the reason. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** The settings that only its function reads. */
  readonly settings?: Readonly<Record<string, GenericSchema>>;
  /** The IAM role of its function, a resource in `serverless.yml`. Default: that of all functions. */
  readonly role?: string;
  /** Data for the manifest of its surface. */
  readonly manifestData?: unknown;
}

/** A Lambda handler with the description of its endpoint. */
export type Handler = ((event: GatewayEvent, context?: Context) => Promise<HttpResponse>) & {
  readonly endpoint: Endpoint;
  /**
   * The methods of the other endpoints at its path, listed in `Allow`, if it handles the remaining methods. The
   * catalogue sets them; a deployed function reads them from the variable SIBLING_METHODS.
   */
  siblingMethods: readonly string[];
};
