/**
 * An endpoint: a surface's way of speaking, the arguments it takes, the operation it calls. The same few steps serve
 * every one of them: event → surface (unwrap) → arguments checked → Stripe → surface (wrap) → reply.
 */
import { createHash, randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { GenericSchema } from 'valibot';
import {
  type Argument,
  type ArgumentMap,
  argumentsOf,
  type Reading,
  readArguments,
  type Words,
} from './arguments.ts';
import { readConfig } from './config.ts';
import {
  ArgumentError,
  type ArgumentProblem,
  HttpError,
  StripeRefusal,
  StripeUnreachable,
} from './errors.ts';
import { readBody } from './http/body.ts';
import type { HttpReply } from './http/reply.ts';
import { type GatewayEvent, type HttpRequest, readRequest } from './http/request.ts';
import { logger } from './log.ts';
import { mask, secretsIn } from './secrets.ts';
import { type Answer, type Caller, send } from './stripe/client.ts';
import type { Operation } from './stripe/operation.ts';
import type { Parameters, Values } from './stripe/parameters.ts';

/** What is known of a call while it is answered. */
export interface Conversation {
  readonly request: HttpRequest;
  readonly correlationId: string;
  readonly arguments: readonly Argument[];
  /** The names of arguments that were given and are not known. */
  readonly unknown: readonly string[];
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
  /** What the surface's `unwrap` kept for its `wrap`. */
  readonly kept: unknown;
}

/** What a surface finds in a request. */
export interface Unwrapped {
  readonly given: Readonly<Record<string, unknown>>;
  readonly apiKey: string | undefined;
  readonly kept?: unknown;
}

/** How one kind of caller speaks. */
export interface Surface {
  readonly name: string;
  /** The version of Stripe's API that its callers were written for. */
  readonly apiVersion: string;
  /** How it words what is wrong with an argument. Default: in our own words. */
  readonly words?: Words;
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
  /** Throws when the caller may not call now, though nothing is wrong with the call. */
  admit?(reading: Reading, unwrapped: Unwrapped): Promise<void>;
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
  /** Rules between arguments: each gives what is wrong. */
  readonly rules?: readonly Rule[];
  /** For endpoints that need more than one call: makes them, and gives the answer. */
  readonly run?: (call: Call<P>) => Promise<Answer>;
  /** The operations that `run` calls beyond the endpoint's own. */
  readonly alsoCalls?: readonly Operation[];
  /** The arguments that a request is read with, where they depend on it. */
  readonly argumentsFor?: (request: HttpRequest) => readonly Argument[];
  /** The largest body that it takes, in bytes, where that is not what all take. */
  readonly largestBody?: number;
}

/** A rule between arguments, given the checked values by the caller's names. */
export type Rule = ((values: Readonly<Record<string, unknown>>) => ArgumentProblem | undefined) & {
  /** The arguments it is about; it is applied when nothing is wrong with them. Left out: when nothing is wrong at all. */
  readonly about?: readonly string[];
  /** Where the rule is that one of some arguments must be given: their names, for manifests to say so. */
  readonly atLeastOneOf?: readonly string[];
};

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
  /** The operation it calls; a document calls none. */
  readonly operation?: Operation;
  readonly alsoCalls: readonly Operation[];
  readonly rules?: readonly Rule[];
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

/** At least one of the named arguments must be given. */
export function atLeastOneOf(...names: string[]): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ArgumentProblem | undefined =>
    names.some((name) => values[name] !== undefined)
      ? undefined
      : {
          name: names[0]!,
          code: 'parameter_missing',
          message: `${names.join(' or ')} is required: at least one of them.`,
        };
  return Object.assign(rule, { about: names, atLeastOneOf: names });
}

/** At most one of the named arguments may be given. */
export function atMostOneOf(...names: string[]): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ArgumentProblem | undefined => {
    const given = names.filter((name) => values[name] !== undefined);
    return given.length < 2
      ? undefined
      : {
          name: given[1]!,
          code: 'parameter_invalid',
          message: `${given.join(' and ')} exclude each other: give only one of them.`,
        };
  };
  return Object.assign(rule, { about: names });
}

/** What the rules find wrong. A rule about an argument that does not fit by itself has nothing to add. */
function broken(rules: readonly Rule[], { values, problems }: Reading): ArgumentProblem[] {
  const wrong = new Set(problems.map(({ name }) => name.replace(/\[.*/, '')));
  return rules
    .filter(({ about }) => (about === undefined ? wrong.size === 0 : !about.some((name) => wrong.has(name))))
    .map((rule) => rule(values))
    .filter((problem) => problem !== undefined);
}

/** Makes an endpoint of a surface. */
export function endpoint<P extends Parameters>(
  surface: Surface,
  served: Pick<Endpoint, 'method' | 'otherMethods' | 'path' | 'about' | 'settings' | 'role'>,
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: Details<P> = {},
): Handler {
  const all = argumentsOf(operation, map);
  const { always = {}, rules = [], run, alsoCalls = [], description = operation.description } = details;
  return handle(
    { ...served, surface: surface.name, description, arguments: all, operation, alsoCalls, rules },
    surface,
    async (state, context) => {
      const answered = surface.answer?.(state.request);
      if (answered !== undefined) {
        return answered;
      }
      const known = details.argumentsFor?.(state.request) ?? all;
      state.arguments = known;
      const body = await readBody(state.request, details.largestBody);
      const unwrapped = surface.unwrap(state.request, body, known);
      const { given, apiKey, kept } = unwrapped;
      const reading = readArguments(known, given, always, surface.words);
      state.secrets = secretsIn(known, given, reading.values, apiKey);
      state.unknown = reading.unknown;
      state.kept = kept;
      reading.problems.push(...broken(rules, reading));
      const refusal = surface.refuse(reading, unwrapped);
      if (refusal !== undefined) {
        throw refusal;
      }
      await surface.admit?.(reading, unwrapped);
      const caller = callerOf(surface, state.request, apiKey!, context);
      const call: Call<P> = {
        params: reading.params as Values<P>,
        values: reading.values,
        stripe: (called, values, step) =>
          send(called, values, { ...caller, idempotencyKey: keyOfStep(caller, step) }),
        deadline: caller.deadline,
      };
      const answer = await (run === undefined ? call.stripe(operation, call.params) : run(call));
      state.stripeRequestId = answer.headers['request-id'];
      return surface.wrap(answer, state);
    },
  );
}

/** What is known of a call, as it becomes known. */
export interface State extends Conversation {
  request: HttpRequest;
  readonly started: number;
  arguments: readonly Argument[];
  unknown: readonly string[];
  secrets: readonly string[];
  kept: unknown;
  stripeRequestId?: string | undefined;
  /** What the caller asked to be logged of its query, without values. */
  query?: Readonly<Record<string, unknown>>;
}

/** Runs the steps of a call with the surface's replies to errors and a line in the log around them. */
export function handle(
  about: Endpoint,
  surface: Pick<Surface, 'fail'>,
  steps: (state: State, context: Context | undefined) => Promise<HttpReply> | HttpReply,
): Handler {
  const states = new WeakMap<object, State>();
  const handler = middy()
    .before(({ event, context }) => {
      const state = newState(about, context);
      states.set(context, state);
      state.request = readRequest(event as GatewayEvent);
      state.secrets = secretsIn(about.arguments, state.request.pathParameters, {}, undefined);
      if (!isTaken(about, state.request.method)) {
        throw new HttpError(
          405,
          `${state.request.path} takes ${about.method}, not ${state.request.method}.`,
          {
            Allow: about.method,
          },
        );
      }
    })
    .handler((_, context) => inTime(context, async () => steps(states.get(context)!, context)))
    .after(({ context, response }) => finish(states.get(context)!, response as HttpReply))
    .onError((request) => {
      const state = states.get(request.context)!;
      const error: unknown = request.error;
      if (error instanceof StripeRefusal) {
        state.stripeRequestId = error.requestId;
      }
      request.response = finish(state, surface.fail(error, state), error);
    });

  function finish(state: State, reply: HttpReply, error?: unknown): HttpReply {
    const defect = defectBehind(reply, error);
    log({
      surface: about.surface,
      // Where there is no endpoint, the path is whatever the caller wrote.
      endpoint: `${state.request.method} ${about.method === '*' ? about.path('') : mask(state.request.route, state.secrets)}`,
      status: reply.statusCode,
      duration_ms: Math.round(performance.now() - state.started),
      stripe_request_id: state.stripeRequestId,
      correlation_id: state.correlationId,
      query: state.query,
      defect: defect === undefined ? undefined : mask(defect.stack ?? String(defect), state.secrets),
    });
    return { ...reply, headers: { ...reply.headers, 'X-Correlation-Id': state.correlationId } };
  }

  return Object.assign(handler as unknown as Handler, { endpoint: about });
}

function isTaken({ method, otherMethods = [] }: Endpoint, asked: string): boolean {
  return method === '*' || asked === method || otherMethods.includes(asked);
}

/** What of an error is for the log alone: a defect of ours, or what keeps us from serving anyone. */
function defectBehind({ statusCode }: HttpReply, error: unknown): Error | undefined {
  // A surface that tells of errors in an envelope answers 200 to all of them.
  if (statusCode < 300) {
    return error instanceof Error && !FORESEEN.some((kind) => error instanceof kind) ? error : undefined;
  }
  if (statusCode < 500 || !(error instanceof Error) || error instanceof StripeRefusal) {
    return undefined;
  }
  const behind = error instanceof HttpError ? error.cause : error;
  return behind instanceof Error && (statusCode === 500 || behind !== error) ? behind : undefined;
}

/** What is known before the event was read, which may fail when it does not come from a gateway. */
function newState(about: Endpoint, context: Context): State {
  const request = {
    method: '',
    path: '',
    publicPath: '',
    route: '',
    pathParameters: {},
    headers: {},
    query: '',
    body: Buffer.alloc(0),
  };
  return {
    request,
    started: performance.now(),
    correlationId: context.awsRequestId ?? randomUUID(),
    arguments: about.arguments,
    unknown: [],
    secrets: [],
    kept: undefined,
  };
}

const log = logger(readConfig().LOG_LEVEL);

/** What can go wrong without a defect of ours. */
const FORESEEN = [ArgumentError, StripeRefusal, StripeUnreachable];

/** The headers that go on to Stripe as they are. */
const PASSED_THROUGH = {
  'Idempotency-Key': { form: /^[\x20-\x7e]{1,255}$/, expected: '1 to 255 printable ASCII characters' },
  'Stripe-Account': { form: /^\w{1,255}$/, expected: 'the id of an account, e.g. acct_1032D82eZvKYlo2C' },
  'Stripe-Version': {
    form: /^\d{4}-\d{2}-\d{2}(\.\w{1,50})?$/,
    expected: 'a version of the API, e.g. 2016-07-06',
  },
};

/** What is kept back of a function's time to make the reply, in milliseconds. */
const REPLY_TIME = 500;

function callerOf(
  surface: Surface,
  { headers }: HttpRequest,
  apiKey: string,
  context: Context | undefined,
): Caller {
  for (const [name, { form, expected }] of Object.entries(PASSED_THROUGH)) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined && !form.test(value)) {
      throw new HttpError(400, `The header ${name} must be ${expected}.`);
    }
  }
  return {
    apiKey,
    apiVersion: versionAsked(headers, surface.apiVersion),
    stripeAccount: headers['stripe-account'],
    idempotencyKey: headers['idempotency-key'],
    deadline: deadlineOf(context),
  };
}

/** The version of Stripe's API that a call is made in: the caller's, or else the configured one, or the surface's. */
export function versionAsked(headers: HttpRequest['headers'], ofSurface: string): string {
  return headers['stripe-version'] ?? readConfig().STRIPE_API_VERSION ?? ofSurface;
}

/** When the reply must be ready, in milliseconds since 1970. */
export function deadlineOf(context: Context | undefined): number {
  const remaining = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  return Date.now() + Math.min(readConfig().CALL_BUDGET, remaining - REPLY_TIME);
}

/**
 * Ends a call that waits for something else than Stripe (a table, the keys of tokens) before its function is stopped:
 * calls of Stripe end by themselves at the deadline.
 */
async function inTime<T>(context: Context, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const left = deadlineOf(context) + REPLY_TIME / 2 - Date.now();
  const timer = setTimeout(() => {
    const cause = new Error('The call was not finished by its deadline.');
    late.reject(new HttpError(504, 'The call took too long. It is safe to repeat it.', {}, cause));
  }, left);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Stripe takes keys of at most 255 characters; a derived one is shortened to a digest. */
function keyOfStep({ idempotencyKey }: Caller, step: string | undefined): string | undefined {
  return idempotencyKey === undefined || step === undefined
    ? idempotencyKey
    : createHash('sha256').update(`${idempotencyKey}\n${step}`).digest('hex');
}
