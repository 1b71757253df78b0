/** The endpoints of the REST API as its descriptions need them. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { pathParameters } from '#lib/operations/operation.ts';
import { replyParameters } from '#lib/operations/shared.ts';
import { REST_ROOT } from '#lib/surfaces/rest/errors.ts';

/** An endpoint of the REST API. */
export interface RestEndpoint {
  readonly method: string;
  /** The path below `/v1`. */
  readonly path: string;
  readonly description: string;
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  /** The path parameters, in order. */
  readonly inPath: readonly Argument[];
  /** The other parameters. */
  readonly others: readonly Argument[];
  /** The names of parameters that control the response. */
  readonly ofReply: readonly string[];
  /** Whether it returns a list of objects of this kind. */
  readonly list: boolean;
}

/** The description of the API. */
export const ABOUT = {
  title: 'Stripe REST API',
  description:
    'Stripe’s REST API v1 as of version 2013-08-13. The header Stripe-Version selects another version, whose parameters and responses differ. `GET /v1/openapi.json` describes it in OpenAPI 3.1, `GET /v1/api.raml` in RAML 1.0 and `GET /v1/api-0.8.raml` in RAML 0.8.',
};

/** The descriptions of error statuses. */
export const ERROR_DESCRIPTIONS = {
  400: 'The request is invalid, often because a parameter is missing.',
  401: 'The API key is missing or invalid.',
  402: 'The parameters were valid, but the request failed.',
  404: 'The object does not exist.',
  500: 'A bug in this service or at Stripe.',
  502: 'Stripe could not be reached, or its response was unusable.',
  503: 'Stripe is temporarily unavailable.',
  504: 'Stripe did not respond in time.',
};

/** All endpoints, sorted by path. */
export function restEndpoints(catalogue: readonly Entry[]): RestEndpoint[] {
  return catalogue.flatMap(({ method, path, endpoint }) => {
    const { surface, operation, description } = endpoint;
    if (surface !== 'rest' || operation === undefined) {
      return [];
    }
    const names = pathParameters(path);
    const ofReply = Object.keys(replyParameters(operation));
    const own = endpoint.arguments.filter(({ name }) => !ofReply.includes(name));
    return {
      method,
      path: path.slice(REST_ROOT.length - 1),
      description: [description, operation.retired].filter(Boolean).join(' '),
      endpoint,
      operation,
      inPath: names.map((name) => own.find((argument) => argument.name === name)!),
      others: own.filter(({ name }) => !names.includes(name)),
      ofReply,
      list: operation.list,
    };
  });
}
