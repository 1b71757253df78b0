/**
 * The card service: how its callers speak. They bring a token that names their account and role, no key of Stripe's;
 * arguments stand flat in the body or, but for secret ones, in the query; errors are in the sockets' form.
 */
import { type Argument, readArguments } from '#lib/endpoint/arguments.ts';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { deadlineOf } from '#lib/endpoint/request-options.ts';
import { refuseSecretsInUrl, secretsIn } from '#lib/endpoint/secrets.ts';
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

/** Where the card service is served. */
export const cardPath = (name: string): string => `/card/${name}`;

/** What a function of the card service reads and may reach. */
export const CARD_FUNCTION = { settings: cardSettings, role: 'CardRole' };

/** What an endpoint's own `run` is given. */
export interface CardCall<P extends Parameters> {
  readonly session: Session;
  readonly identity: TokenIdentity;
  /** The checked values of the arguments. */
  readonly values: Values<P>;
  /** Adds to the call's line in the log; holds no values of the caller's. */
  log(query: Readonly<Record<string, unknown>>): void;
}

/** What an endpoint of the card service is. */
export interface CardEndpoint<P extends Parameters> {
  readonly description: string;
  /** The least role that may call it. */
  readonly role: Role;
  readonly arguments: P;
  /** The arguments of which nothing but their last characters may be seen, and how many. */
  readonly cut?: Readonly<Record<string, number>>;
  /** The parameters of Stripe's that arguments stand for, where its errors speak of them. */
  readonly names?: Readonly<Record<string, string>>;
  readonly rules?: readonly Rule[];
  /** The operations of Stripe's that it calls. */
  readonly operations: readonly Operation[];
  /** What it replies: a card or a page of cards. Left out, it replies nothing. */
  readonly returns?: 'card' | 'page';
  /** Gives the reply; without one, the status is 204. */
  run(call: CardCall<P>): Promise<object | undefined>;
}

/** What the manifest of the card service tells of an endpoint beyond what every endpoint has. */
export interface CardManifestData {
  readonly role: Role;
  readonly returns: 'card' | 'page' | undefined;
}

/** Makes an endpoint of the card service. */
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
        session: session(deadlineOf(context)),
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

/** The arguments in the query, which is logged on its way: nothing secret is taken from there. */
function readQuery(request: HttpRequest, known: readonly Argument[]): Record<string, unknown> {
  const query = readForm(request.query);
  refuseSecretsInUrl(known, query);
  return query;
}

/** Leaves of some arguments their last characters only; blanks and hyphens do not count. */
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
