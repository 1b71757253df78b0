/**
 * An endpoint: a surface's way of speaking, the arguments it takes, the operation it calls. The same few steps serve
 * every one of them: event → surface (unwrap) → arguments checked → Stripe → surface (wrap) → reply.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { GenericSchema } from 'valibot';
import { additionalArguments, type Spelling } from './additional-arguments.ts';
import {
  type Argument,
  type ArgumentMap,
  argumentsOf,
  type Reading,
  readArguments,
  type Words,
} from './arguments.ts';
import { callerOf, keyOfStep } from './caller.ts';
import { type ArgumentError, StripeRefusal, StripeUnreachable } from './errors.ts';
import { handle } from './handle.ts';
import { readBody } from './http/body.ts';
import type { HttpReply } from './http/reply.ts';
import type { GatewayEvent, HttpRequest } from './http/request.ts';
import { brokenRules, type Rule, rejected } from './rules.ts';
import { secretsIn } from './secrets.ts';
import { type Answer, send } from './stripe/client.ts';
import type { Operation } from './stripe/operation.ts';
import type { Parameters, Values } from './stripe/parameters.ts';

/** What is known of a call while it is answered. */
export interface Conversation {
  readonly request: HttpRequest;
  readonly correlationId: string;
  readonly arguments: readonly Argument[];
  /** What was given, by the caller's names; never shown as it is, for it holds secrets. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The names of arguments that were given and are not known. */
  readonly unknown: readonly string[];
  /** What the surface's `unwrap` kept for its `wrap`. */
  readonly kept: unknown;
}

/** What a surface finds in a request. */
export interface Unwrapped {
  readonly given: Readonly<Record<string, unknown>>;
  readonly apiKey: string | undefined;
  /** What tells this call from others where its caller sends no idempotency key, and is the same when it is retried. */
  readonly idempotencyKey?: string | undefined;
  readonly kept?: unknown;
}

/** How one kind of caller speaks. */
export interface Surface {
  readonly name: string;
  /** The version of Stripe's API that its callers were written for. */
  readonly apiVersion: string;
  /** How it words what is wrong with an argument. Default: in our own words. */
  readonly words?: Words;
  /** How its callers spell parameters of Stripe's that an endpoint does not declare. Default: these are ignored. */
  readonly spelling?: Spelling;
  /** Answers by itself what needs no call, such as a question for what may be called. */
  answer?(request: HttpRequest): HttpReply | undefined;
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
  wrap(answer: Answer, conversation: Conversation): HttpReply;
  /** Makes the reply of whatever went wrong. */
  fail(error: unknown, conversation: Conversation): HttpReply;
}

/** What an endpoint's own `run` is given. */
export interface Call<P extends Parameters> {
  /** Stripe's parameters, checked. */
  readonly params: Values<P>;
  /** The checked values of all arguments, by the caller's names. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Calls Stripe. An endpoint that makes several changes gives each but the last a step name, so that each has an
   * idempotency key of its own that is the same whenever the call is repeated.
   */
  stripe<Q extends Parameters>(operation: Operation<Q>, values: Values<Q>, step?: string): Promise<Answer>;
  /** When the reply must be ready, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What an endpoint may say beyond its operation and arguments. */
export interface Details<P extends Parameters> {
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
  readonly run?: (call: Call<P>) => Promise<Answer>;
  /** The operations that `run` calls beyond the endpoint's own. */
  readonly alsoCalls?: readonly Operation[];
  /** The arguments that a request is read with, where they depend on it. */
  readonly argumentsFor?: (request: HttpRequest) => readonly Argument[];
  /** The largest body that it takes, in bytes, where that is not what all take. */
  readonly largestBody?: number;
}

/** What an endpoint is, for manifests, documentation and tests. */
export interface Endpoint {
  readonly surface: string;
  /** The HTTP method; `*` takes any. */
  readonly method: string;
  /** The other methods that it answers to; it then gets those that no endpoint at its path has. */
  readonly otherMethods?: readonly string[];
  /** The methods that other endpoints at its path have, where it gets those that none of them has. */
  readonly besides?: readonly string[];
  /** The path that it is served at, given the public name that its file has. */
  path(name: string): string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  /** Stripe's parameters that it accepts besides. */
  readonly additional?: readonly Argument[];
  /** The operation it calls; a document calls none. */
  readonly operation?: Operation;
  readonly alsoCalls: readonly Operation[];
  readonly rules?: readonly Rule[];
  /** Arguments that it rejects, with the reason. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** The variables that its function reads beyond those of all functions. */
  readonly settings?: Readonly<Record<string, GenericSchema>>;
  /** The IAM role of its function, a resource of `serverless.yml`. Default: that of all functions. */
  readonly role?: string;
  /** What its surface needs to know of it besides, for the surface's own manifest. */
  readonly about?: unknown;
}

/** A Lambda handler that knows which endpoint it is. */
export type Handler = ((event: GatewayEvent, context?: Context) => Promise<HttpReply>) & {
  readonly endpoint: Endpoint;
};

/** Makes an endpoint of a surface. */
export function endpoint<P extends Parameters>(
  surface: Surface,
  served: Pick<Endpoint, 'method' | 'otherMethods' | 'besides' | 'path' | 'about' | 'settings' | 'role'>,
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: Details<P> = {},
): Handler {
  const all = argumentsOf(operation, map);
  const {
    always = {},
    rules = [],
    rejects = {},
    run,
    alsoCalls = [],
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
  return handle(
    {
      ...served,
      surface: surface.name,
      description,
      arguments: all,
      additional,
      operation,
      alsoCalls,
      rules,
      rejects,
    },
    surface,
    async (state, context) => {
      const answered = surface.answer?.(state.request);
      if (answered !== undefined) {
        return answered;
      }
      const known = details.argumentsFor?.(state.request) ?? accepted;
      state.arguments = known;
      const body = await readBody(state.request, details.largestBody);
      const unwrapped = surface.unwrap(state.request, body, known);
      const { given, apiKey, kept } = unwrapped;
      if (apiKey !== undefined && !state.credentials.includes(apiKey)) {
        state.credentials = [...state.credentials, apiKey];
      }
      const reading = readArguments(known, given, always, surface.words);
      state.secrets = secretsIn(known, given, reading.values);
      state.unknown = reading.unknown;
      state.given = given;
      state.kept = kept;
      reading.problems.push(...brokenRules(rules, reading), ...rejected(rejects, given));
      const refusal = surface.refuse(reading, unwrapped);
      if (refusal !== undefined) {
        throw refusal;
      }
      const caller = callerOf(surface.apiVersion, state.request, apiKey!, context);
      const afterFailure = await surface.admit?.(reading, unwrapped);
      // Its callers are told this one, also where a step failed that has a key of its own, derived from it.
      const idempotencyKey = caller.idempotencyKey ?? unwrapped.idempotencyKey ?? randomUUID();
      let hasWritten = false;
      const call: Call<P> = {
        params: reading.params as Values<P>,
        values: reading.values,
        stripe: (called, values, step) => {
          hasWritten ||= called.method === 'POST';
          return send(called, values, { ...caller, idempotencyKey: keyOfStep(idempotencyKey, step) });
        },
        deadline: caller.deadline,
      };
      let answer: Answer;
      try {
        answer = await (run === undefined ? call.stripe(operation, call.params) : run(call));
      } catch (error) {
        await afterFailure?.();
        const isOfStripe = error instanceof StripeRefusal || error instanceof StripeUnreachable;
        throw hasWritten && isOfStripe ? error.withKey(idempotencyKey) : error;
      }
      state.stripeRequestId = answer.headers['request-id'];
      return surface.wrap(answer, state);
    },
  );
}
