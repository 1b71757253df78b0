/**
 * Defines endpoints of the card service. Callers send a token that names their account and role, not a Stripe key.
 * Arguments are top-level fields of the body or, unless secret, of the query. Errors have the sockets' format.
 */
import { type Argument, readArguments } from '#lib/endpoint/arguments.ts';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { deadlineOf } from '#lib/endpoint/request-options.ts';
import { rejectSecretsInUrl, secretsIn } from '#lib/endpoint/secrets.ts';
import { bearer } from '#lib/http/authorization.ts';
import { readBody, readForm } from '#lib/http/body.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { emptyResponse, jsonResponse } from '#lib/http/response.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { cardSettings } from './config.ts';
import { authorize, type Role, type TokenIdentity } from './identity.ts';
import { cardService } from './service.ts';
import type { Session } from './session.ts';

/** The path of an endpoint. */
export const cardPath = (name: string): string => `/card/${name}`;

/** The settings and the IAM role of the card service's functions. */
export const CARD_FUNCTION = { settings: cardSettings, role: 'CardRole' };

/** What an endpoint's `run` receives. */
export interface CardCall<P extends Parameters> {
  readonly session: Session;
  readonly identity: TokenIdentity;
  /** The validated arguments. */
  readonly values: Values<P>;
  /** Adds fields to the call's log line. They must not contain values from the caller. */
  log(query: Readonly<Record<string, unknown>>): void;
}

/** The definition of an endpoint of the card service. */
export interface CardEndpoint<P extends Parameters> {
  readonly description: string;
  /** The lowest role that may call it. */
  readonly role: Role;
  readonly arguments: P;
  /** Arguments of which only the last characters are kept, and how many. */
  readonly cut?: Readonly<Record<string, number>>;
  /** The Stripe parameters that arguments stand for, to name the arguments in Stripe's errors. */
  readonly names?: Readonly<Record<string, string>>;
  readonly rules?: readonly Rule[];
  /** The Stripe operations that it calls. */
  readonly operations: readonly Operation[];
  /** The response: a card, a page of cards, or nothing if undefined. */
  readonly returns?: 'card' | 'page';
  /** Returns the response body; without one, the status is 204. */
  run(call: CardCall<P>): Promise<object | undefined>;
}

/** The manifest's data about an endpoint of the card service. */
export interface CardManifestData {
  readonly role: Role;
  readonly returns: 'card' | 'page' | undefined;
}

/** Creates an endpoint of the card service. */
export function card<const P extends Parameters>(endpoint: CardEndpoint<P>): Handler {
  const { description, role, cut = {}, names = {}, rules = [], operations, returns, run } = endpoint;
  const known: Argument[] = Object.entries(endpoint.arguments).map(([name, parameter]) => ({
    name,
    parameter,
    required: parameter.required ?? false,
    to: names[name],
    alsoTo: [],
    yieldsTo: [],
    beyondTable: false,
    convert: undefined,
  }));
  const manifestData: CardManifestData = { role, returns };
  return makeHandler(
    {
      surface: 'card',
      method: 'POST',
      path: cardPath,
      description,
      arguments: known,
      otherOperations: operations,
      rules,
      ...CARD_FUNCTION,
      manifestData,
    },
    { toErrorResponse: toStripeErrorResponse },
    async (state, context) => {
      const { request } = state;
      const { config, authenticate, admit, session } = await cardService();
      state.credentials = [...state.credentials, config.stripeKey];
      const token = bearer(request);
      const identity = await authenticate(token);
      authorize(identity, role);
      await admit(identity.account);
      const given = cutDown({ ...readQuery(request, known), ...(await readBody(request)) }, cut);
      const reading = readArguments(known, given);
      state.secrets = secretsIn(known, given, reading.values);
      state.unknown = reading.unknown;
      const problems =
        reading.problems.length > 0
          ? reading.problems
          : rules.map((rule) => rule(reading.values)).filter((problem) => problem !== undefined);
      if (problems.length > 0) {
        throw new ArgumentError(problems);
      }
      const reply = await run({
        session: session(deadlineOf(context), state.stripeUsage),
        identity,
        values: reading.values as Values<P>,
        log: (query) => {
          state.query = query;
        },
      });
      const headers = replyHeaders({}, state);
      return reply === undefined ? emptyResponse(headers) : jsonResponse(200, reply, headers);
    },
  );
}

/** Reads arguments from the query, which may be logged; secret ones are rejected. */
function readQuery(request: HttpRequest, known: readonly Argument[]): Record<string, unknown> {
  const query = readForm(request.query);
  rejectSecretsInUrl(known, query);
  return query;
}

/** Cuts arguments down to their last characters, ignoring spaces and hyphens. */
function cutDown(
  given: Record<string, unknown>,
  cut: Readonly<Record<string, number>>,
): Record<string, unknown> {
  for (const [name, length] of Object.entries(cut)) {
    if (typeof given[name] === 'string' || typeof given[name] === 'number') {
      given[name] = String(given[name]).replace(/[\s-]/g, '').slice(-length);
    }
  }
  return given;
}
