/**
 * Defines an endpoint: its surface, its arguments and its operation. Every endpoint takes the same steps: event →
 * surface (unwrap) → validated arguments → Stripe → surface (wrap) → response.
 */
import { randomUUID } from 'node:crypto';
import { readBody } from '#lib/http/body.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { send } from '#lib/stripe/client.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { keyOfStep } from '#lib/stripe/idempotency-keys.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { additionalArguments } from './additional-arguments.ts';
import { type Argument, type ArgumentMap, argumentsOf, readArguments } from './arguments.ts';
import { brokenRules, type Rule, rejected } from './cross-field-rules.ts';
import type { Endpoint, Handler, Surface } from './endpoint.ts';
import { makeHandler } from './pipeline.ts';
import { requestOptionsOf } from './request-options.ts';
import { secretsIn } from './secrets.ts';

/** What an endpoint's own `run` receives. */
export interface EndpointCall<P extends Parameters> {
  /** Stripe's parameters, validated. */
  readonly params: Values<P>;
  /** The validated values of all arguments, by the caller's names. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Calls Stripe. If an endpoint makes several changes, it names each step but the last. Every step then has its own
   * idempotency key, which is the same when the call is retried.
   */
  stripe<Q extends Parameters>(
    operation: Operation<Q>,
    values: Values<Q>,
    step?: string,
  ): Promise<StripeResponse>;
  /** When the response must be ready, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Optional settings of an endpoint. */
export interface EndpointOptions<P extends Parameters> {
  /** A description that replaces the operation's. */
  readonly description?: string;
  /** Parameters that are always sent, by target (see `Target`). */
  readonly always?: Readonly<Record<string, unknown>>;
  /** Parameters that are not accepted as additional arguments, because they would turn the call into another one. */
  readonly excluded?: readonly string[];
  /** Arguments that are not supported, each with the reason, a sentence. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** Rules between arguments. */
  readonly rules?: readonly Rule[];
  /**
   * Makes the calls of an endpoint that needs several, and returns the response. The parameters may include additional
   * ones (see {@link additionalArguments}); each must be sent to Stripe or rejected by a rule.
   */
  readonly run?: (call: EndpointCall<P>) => Promise<StripeResponse>;
  /** The operations that `run` calls besides the endpoint's own. */
  readonly otherOperations?: readonly Operation[];
  /** The arguments for a request, if they depend on it. */
  readonly argumentsFor?: (request: HttpRequest) => readonly Argument[];
  /** The maximum body size, in bytes, if it differs from the default. */
  readonly largestBody?: number;
}

/** Creates an endpoint of a surface. */
export function defineEndpoint<P extends Parameters>(
  surface: Surface,
  served: Pick<Endpoint, 'method' | 'otherMethods' | 'path' | 'manifestData' | 'settings' | 'role'>,
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: EndpointOptions<P> = {},
): Handler {
  const all = argumentsOf(operation, map);
  const {
    always = {},
    rules = [],
    rejects = {},
    run,
    otherOperations = [],
    description = operation.description,
  } = details;
  const additional =
    surface.spelling === undefined
      ? []
      : additionalArguments(
          operation,
          all,
          [...Object.keys(always), ...(details.excluded ?? [])],
          surface.spelling,
        );
  const accepted = [...all, ...additional];
  return makeHandler(
    {
      ...served,
      surface: surface.name,
      description,
      arguments: all,
      additional,
      operation,
      otherOperations,
      rules,
      rejects,
    },
    surface,
    async (state, context) => {
      const answered = surface.answer?.(state.request);
      if (answered !== undefined) {
        return answered;
      }
      await surface.prepare?.();
      const known = details.argumentsFor?.(state.request) ?? accepted;
      state.arguments = known;
      const body = await readBody(state.request, details.largestBody);
      const unwrapped = surface.unwrap(state.request, body, known);
      const { given, apiKey, surfaceData } = unwrapped;
      if (apiKey !== undefined && !state.credentials.includes(apiKey)) {
        state.credentials = [...state.credentials, apiKey];
      }
      const reading = readArguments(known, given, always, surface.messages);
      state.secrets = secretsIn(known, given, reading.values);
      state.unknown = reading.unknown;
      state.given = given;
      state.surfaceData = surfaceData;
      reading.problems.push(...brokenRules(rules, reading), ...rejected(rejects, given));
      const invalid = surface.argumentError(reading, unwrapped);
      if (invalid !== undefined) {
        throw invalid;
      }
      const options = {
        ...requestOptionsOf(surface.apiVersion, state.request, apiKey!, context),
        usage: state.stripeUsage,
      };
      const afterFailure = await surface.admit?.(reading, unwrapped);
      // The caller gets this key even if a step with a key derived from it failed.
      const idempotencyKey = options.idempotencyKey ?? unwrapped.idempotencyKey ?? randomUUID();
      let hasWritten = false;
      const call: EndpointCall<P> = {
        params: reading.params as Values<P>,
        values: reading.values,
        stripe: (called, values, step) => {
          hasWritten ||= called.method === 'POST';
          return send(called, values, { ...options, idempotencyKey: keyOfStep(idempotencyKey, step) });
        },
        deadline: options.deadline,
      };
      let response: StripeResponse;
      try {
        response = await (run === undefined ? call.stripe(operation, call.params) : run(call));
      } catch (error) {
        await afterFailure?.();
        const isOfStripe = error instanceof StripeApiError || error instanceof StripeConnectionError;
        throw hasWritten && isOfStripe ? error.withKey(idempotencyKey) : error;
      }
      state.stripeRequestId = response.headers['request-id'];
      return surface.wrap(response, state);
    },
  );
}
