/**
 * The connector: how Logic Apps, Power Automate and Power Apps speak through a custom connector. The connection's key
 * comes in a header, arguments in the path, the query or the body; a reply has the fields that the manifest says and
 * no others; what goes wrong is told as by Stripe, with the sentence also where a flow's author sees it first.
 */
import { createHash } from 'node:crypto';
import type { Argument, ArgumentMap } from '#lib/endpoint/arguments.ts';
import { defineEndpoint, type EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { CallContext, Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, type ArgumentProblem } from '#lib/endpoint/errors.ts';
import { readForm } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { keyOf, problemWithKey } from '#lib/surfaces/shared/api-key.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { admitCall } from './rate-limits.ts';
import { project, type ReplySchema } from './replies.ts';
import { connectorSettings } from './settings.ts';

/** What the manifest tells of an endpoint of the connector, besides its arguments. */
export interface ConnectorAbout {
  /** Its title in the designer of flows. */
  readonly summary: string;
  /** What it replies; a trigger replies a list of it. */
  readonly returns: ReplySchema;
  /** For a trigger: how to make it fire. */
  readonly hint?: string;
}

/** How an action is served, and what the manifest tells of it. */
interface Served extends ConnectorAbout {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below `/connector`, with names of arguments in braces. */
  readonly path: string;
}

/** The header that the connection's key comes in; `Authorization: Bearer` does as well. */
export const KEY_HEADER = 'X-API-Key';

/** Where the connector is served. */
export const connectorPath = (path: string): string => `/connector${path}`;

/** What a function of the connector reads and may reach. */
export const CONNECTOR_FUNCTION = { settings: connectorSettings, role: 'ConnectorRole' };

/** Makes an action: an operation, and how the flow's arguments map to its parameters. */
export function action<P extends Parameters>(
  { method, path, ...about }: Served,
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: EndpointOptions<P> = {},
): Handler {
  const surface: Surface = {
    ...connector,
    wrap: ({ body, headers }, context) =>
      jsonResponse(200, project(about.returns, body), replyHeaders(headers, context)),
  };
  const served = { method, path: () => connectorPath(path), manifestData: about, ...CONNECTOR_FUNCTION };
  return defineEndpoint(surface, served, operation, map, details);
}

/** What all endpoints of the connector share. */
export const connector: Omit<Surface, 'wrap'> = {
  name: 'connector',
  apiVersion: DESCRIBED_VERSION,
  // No `spelling`: a flow can send only what the connector's definition lists, and its triggers set filters and paging
  // themselves.

  unwrap(request, body, known) {
    const query = readForm(request.query);
    const leak = Object.keys(query).find((name) => /^(x[-_])?api[-_ ]?key$/i.test(name));
    if (leak !== undefined) {
      throw new HttpError(
        'secret_in_url',
        `${leak} must not be sent in the URL, because URLs are logged. Send it in the header ${KEY_HEADER}.`,
      );
    }
    const given = Object.assign(spelled({ ...query, ...body }, known), request.pathParameters);
    return {
      given,
      apiKey: keyOf(request, request.headers[KEY_HEADER.toLowerCase()]),
      idempotencyKey: keyOfRun(request),
    };
  },

  refuse({ problems }, { apiKey }) {
    const problem = keyProblem(apiKey);
    if (problem !== undefined) {
      return new ArgumentError([problem, ...problems], 401);
    }
    return problems.length > 0 ? new ArgumentError(problems) : undefined;
  },

  async admit(_, { apiKey }) {
    await admitCall(apiKey!);
    return undefined;
  },

  toErrorResponse: (error, context) => toConnectorErrorResponse(error, context),
};

/** What Logic Apps sends with a request: the id of the run of the action, or else that of the request. */
const RUN_HEADERS = ['x-ms-action-tracking-id', 'x-ms-client-request-id'];

/**
 * The idempotency key of a call that a flow makes. Logic Apps retries an action by itself after a 5xx or a lost answer,
 * and now and then one that succeeded; the author of the flow has no say in it. So the key comes from what stays the
 * same in a retry: the id of the run and the request itself. An action in a loop has an id for each of its runs.
 * `undefined` where the caller sends no such id.
 */
function keyOfRun({ headers, method, path, query, body }: HttpRequest): string | undefined {
  const run = RUN_HEADERS.map((name) => headers[name]).find((id) => id !== undefined && id !== '');
  return run === undefined
    ? undefined
    : createHash('sha256')
        .update(JSON.stringify([run, method, path, query]))
        .update(body)
        .digest('hex');
}

/**
 * Gives arguments their right names, in place. They are known in any case: Stripe's own spelling is in lower case. Where
 * both are given, the right one prevails.
 */
function spelled(given: Record<string, unknown>, known: readonly Argument[]): Record<string, unknown> {
  const names = new Map(known.map(({ name }) => [name.toLowerCase(), name]));
  for (const name of Object.keys(given)) {
    const right = names.get(name.toLowerCase()) ?? name;
    if (right !== name) {
      if (!Object.hasOwn(given, right)) {
        given[right] = given[name];
      }
      delete given[name];
    }
  }
  return given;
}

/**
 * Stripe's form of an error, with the status and a sentence on top, where the designer of flows looks for them. The
 * sentence is the error's own, unless something better can be made of that.
 */
export function toConnectorErrorResponse(
  error: unknown,
  context: CallContext,
  explain: (message: string) => string = (message) => message,
): HttpResponse {
  const reply = toStripeErrorResponse(error, context);
  const { error: told } = JSON.parse(reply.body) as { error: { type: string; message: string } };
  const type = reply.statusCode === 429 ? 'rate_limit_error' : told.type;
  const body = {
    status: reply.statusCode,
    message: explain(told.message),
    error: { ...told, type },
  };
  return { ...reply, body: JSON.stringify(body) };
}

function keyProblem(apiKey: string | undefined): ArgumentProblem | undefined {
  const problem = problemWithKey(apiKey);
  return (
    problem && {
      ...problem,
      name: 'API Key',
      message: `API Key must be a Stripe API key, e.g. sk_test_…. The connection sends it in the header ${KEY_HEADER}.`,
    }
  );
}
