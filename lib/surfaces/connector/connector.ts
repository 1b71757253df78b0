/**
 * The surface of the custom connector for Logic Apps, Power Automate and Power Apps. The API key is in a header,
 * arguments are in the path, the query or the body. A response has exactly the fields that the manifest lists. Errors
 * have Stripe's format, with the message repeated where flow authors see it first.
 */
import { createHash } from 'node:crypto';
import type { Argument, ArgumentMap } from '#lib/endpoint/arguments.ts';
import { defineEndpoint, type EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, type ArgumentProblem } from '#lib/endpoint/errors.ts';
import { readForm } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { jsonResponse } from '#lib/http/response.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { keyOf, problemWithKey } from '#lib/surfaces/shared/api-key.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { toConnectorErrorResponse } from './errors.ts';
import { admitCall } from './rate-limits.ts';
import { project, type ReplySchema } from './replies.ts';
import { loadSecret } from './secret.ts';
import { connectorSettings } from './settings.ts';

/** The manifest's data about an endpoint of the connector. */
export interface ConnectorAbout {
  /** The title in the flow designer. */
  readonly summary: string;
  /** The response; a trigger returns a list of it. */
  readonly returns: ReplySchema;
  /** For a trigger: how to make it fire. */
  readonly triggerHint?: string;
}

/** How an action is served, and its manifest data. */
interface Served extends ConnectorAbout {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** The path below `/connector`, with argument names in braces. */
  readonly path: string;
}

/** The header with the API key; `Authorization: Bearer` works as well. */
export const KEY_HEADER = 'X-API-Key';

/** The path of an endpoint. */
export const connectorPath = (path: string): string => `/connector${path}`;

/** The settings and the IAM role of the connector's functions. */
export const CONNECTOR_FUNCTION = { settings: connectorSettings, role: 'ConnectorRole' };

/** Creates an action from an operation and a map of arguments to parameters. */
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
  prepare: loadSecret,
  // No `spelling`: a flow can only send what the connector's definition lists, and triggers set filters and paging
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

  argumentError({ problems }, { apiKey }) {
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

/** Headers of Logic Apps that identify the action's run, or else the request. */
const RUN_HEADERS = ['x-ms-action-tracking-id', 'x-ms-client-request-id'];

/**
 * The idempotency key of a call from a flow. Logic Apps retries an action after a 5xx or a lost response, and
 * sometimes even after a success; the flow's author cannot control that. The key therefore derives from what is the
 * same in a retry: the run's ID and the request. Each iteration of a loop has its own run ID. `undefined` if the
 * caller sends no such ID.
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
 * Corrects the case of argument names, in place, because callers may use Stripe's lower-case spelling. If both
 * spellings are sent, the correct one takes precedence.
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
