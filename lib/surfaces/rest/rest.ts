/**
 * The surface of Stripe's REST API v1 as in its RAML of 2013. Callers use it like Stripe and get Stripe's responses
 * byte for byte. The API version is that of the RAML unless the caller asks for another, because Stripe keeps all
 * versions working.
 */
import { type ArgumentMap, type ArgumentSpec, argumentsOf } from '#lib/endpoint/arguments.ts';
import { defineEndpoint } from '#lib/endpoint/define-endpoint.ts';
import type { Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, type ArgumentProblem, MOST_PROBLEMS } from '#lib/endpoint/errors.ts';
import { versionAsked } from '#lib/endpoint/request-options.ts';
import { rejectSecretsInUrl } from '#lib/endpoint/secrets.ts';
import { basicUser, bearer } from '#lib/http/authorization.ts';
import { readForm } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { textResponse } from '#lib/http/response.ts';
import { type Operation, parametersAt, pathParameters } from '#lib/operations/operation.ts';
import { paging, replyParameters } from '#lib/operations/shared.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { corsHeaders, preflightReply, restSettings } from './cors.ts';
import { stripeHeaders, stripeMessages, toRestErrorResponse, unknownParameter } from './errors.ts';

/** The version that the RAML describes. */
export const RAML_VERSION = '2013-08-13';

/** What the RAML adds to the operation's parameters. */
type Stated<P extends Parameters> = Readonly<Record<string, ArgumentSpec<P>>>;

/**
 * Creates an endpoint of the REST API from an operation. What the RAML adds applies to its version only; other
 * versions have the operation's parameters.
 */
export function rest<P extends Parameters>(operation: Operation<P>, stated: Stated<P> = {}): Handler {
  const { method } = operation;
  const map = mapAt(RAML_VERSION, operation, { ...(operation.list && OF_LISTS), ...stated });
  const ofRaml = argumentsOf(operation, map);
  return defineEndpoint(
    surface,
    {
      method,
      otherMethods: ['OPTIONS'],
      path: () => operation.path,
      settings: restSettings,
    },
    operation,
    map,
    {
      argumentsFor: ({ headers }) => {
        const version = versionAsked(headers, RAML_VERSION);
        return version === RAML_VERSION ? ofRaml : argumentsOf(operation, mapAt(version, operation));
      },
    },
  );
}

/** In the RAML, the minimum page size is 1. */
const OF_LISTS = { count: { parameter: paging.limit } };

/** Arguments have the parameters' names, including those that control the response. */
function mapAt<P extends Parameters>(
  version: string,
  operation: Operation<P>,
  stated: Stated<P> = {},
): ArgumentMap<P> {
  const known = parametersAt(operation, version);
  const own = Object.keys(known).map((name) => [
    name,
    { to: name, ...(hasTwoNames(name, known) && { required: false }), ...stated[name] },
  ]);
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(Object.entries(stated).filter(([name]) => !(name in operation.parameters))),
    ...Object.fromEntries(
      Object.entries(replyParameters(operation)).map(([name, parameter]) => [name, { to: name, parameter }]),
    ),
  } as ArgumentMap<P>;
}

/** Whether a parameter has an alias. Then neither name is required here, and Stripe checks that one is sent. */
function hasTwoNames(name: string, known: Parameters): boolean {
  const { otherNameOf } = known[name]!;
  return otherNameOf === undefined
    ? Object.values(known).some((other) => other.otherNameOf === name)
    : otherNameOf in known;
}

const surface: Surface = {
  name: 'rest',
  apiVersion: RAML_VERSION,
  messages: stripeMessages,

  answer: (request) => (request.method === 'OPTIONS' ? preflightReply(request) : undefined),

  unwrap(request, body, known) {
    const query = readForm(request.query);
    rejectSecretsInUrl(known, query);
    const sent = { ...query, ...body };
    return {
      given: { ...sent, ...request.pathParameters },
      apiKey: keyOf(request),
      surfaceData: pathParameters(request.route).filter((name) => name in sent),
    };
  },

  argumentError({ problems, unknown }, { surfaceData }) {
    const names = [...unknown, ...(surfaceData as string[])];
    const told = names.slice(0, MOST_PROBLEMS);
    const all: ArgumentProblem[] = [
      ...told.map(unknownParameter),
      ...problems.filter(({ code }) => code === 'parameter_missing'),
      ...problems.filter(({ code }) => code !== 'parameter_missing'),
    ];
    return all.length > 0 ? new ArgumentError(all, 400, names.length - told.length) : undefined;
  },

  wrap: (answer, { request }) =>
    textResponse(answer.status, 'application/json', answer.text ?? JSON.stringify(answer.body), {
      ...stripeHeaders(answer.headers, request),
      ...corsHeaders(request),
    }),

  toErrorResponse: toRestErrorResponse,
};

/**
 * The request's API key: the user name of HTTP Basic, or a bearer token.
 * @throws {HttpError} 401 if it is missing or malformed
 */
function keyOf(request: HttpRequest): string {
  const key = bearer(request) ?? basicUser(request) ?? '';
  if (/^[\x21-\x7e]{1,255}$/.test(key)) {
    return key;
  }
  throw new HttpError(
    key === '' ? 'api_key_missing' : 'api_key_invalid',
    key === ''
      ? 'You did not provide an API key. You need to provide your API key in the Authorization header: as the user name of HTTP Basic authentication, without a password, or as a bearer token.'
      : 'Invalid API Key provided.',
    { 'WWW-Authenticate': 'Basic realm="Stripe"' },
  );
}
