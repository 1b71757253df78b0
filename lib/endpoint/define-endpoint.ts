/**
 * An endpoint: a surface's way of speaking, the arguments it takes, the operation it calls. The same few steps serve
 * every one of them: event → surface (unwrap) → arguments checked → Stripe → surface (wrap) → reply.
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

/** What an endpoint's own `run` is given. */
export interface EndpointCall<P extends Parameters> {
  /** Stripe's parameters, checked. */
  readonly params: Values<P>;
  /** The checked values of all arguments, by the caller's names. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Calls Stripe. An endpoint that makes several changes gives each but the last a step name, so that each has an
   * idempotency key of its own that is the same whenever the call is repeated.
   */
  stripe<Q extends Parameters>(
    operation: Operation<Q>,
    values: Values<Q>,
    step?: string,
  ): Promise<StripeResponse>;
  /** When the reply must be ready, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What an endpoint may say beyond its operation and arguments. */
export interface EndpointOptions<P extends Parameters> {
  /** What it does, where that differs from the operation. */
  readonly description?: string;
  /** Parameters that are always sent, by target (see `Target`). */
  readonly always?: Readonly<Record<string, unknown>>;
  /** Parameters that would make it do something else: not accepted where the caller names them. */
  readonly excluded?: readonly string[];
  /** Arguments that callers may send and that cannot be honoured, with the reason: a sentence. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** Rules between arguments: each gives what is wrong. */
  readonly rules?: readonly Rule[];
  /**
   * For endpoints that need more than one call: makes them, and gives the answer. The parameters may include further ones
   * of the operation (see {@link additionalArguments}); each must reach Stripe, or a rule must reject it.
   */
  readonly run?: (call: EndpointCall<P>) => Promise<StripeResponse>;
  /** The operations that `run` calls beyond the endpoint's own. */
  readonly otherOperations?: readonly Operation[];
  /** The arguments that a request is read with, where they depend on it. */
  readonly argumentsFor?: (request: HttpRequest) => readonly Argument[];
  /** The largest body that it takes, in bytes, where that is not what all take. */
  readonly largestBody?: number;
}

/** Makes an endpoint of a surface. */
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
      const refusal = surface.refuse(reading, unwrapped);
      if (refusal !== undefined) {
        throw refusal;
      }
      const caller = {
        ...requestOptionsOf(surface.apiVersion, state.request, apiKey!, context),
        usage: state.stripeUsage,
      };
      const afterFailure = await surface.admit?.(reading, unwrapped);
      // Its callers are told this one, also where a step failed that has a key of its own, derived from it.
      const idempotencyKey = caller.idempotencyKey ?? unwrapped.idempotencyKey ?? randomUUID();
      let hasWritten = false;
      const call: EndpointCall<P> = {
        params: reading.params as Values<P>,
        values: reading.values,
        stripe: (called, values, step) => {
          hasWritten ||= called.method === 'POST';
          return send(called, values, { ...caller, idempotencyKey: keyOfStep(idempotencyKey, step) });
        },
        deadline: caller.deadline,
      };
      let answer: StripeResponse;
      try {
        answer = await (run === undefined ? call.stripe(operation, call.params) : run(call));
      } catch (error) {
        await afterFailure?.();
        const isOfStripe = error instanceof StripeApiError || error instanceof StripeConnectionError;
        throw hasWritten && isOfStripe ? error.withKey(idempotencyKey) : error;
      }
      state.stripeRequestId = answer.headers['request-id'];
      return surface.wrap(answer, state);
    },
  );
}
