/** The sockets in OpenAPI. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import {
  about,
  acceptedBy,
  argumentsSchema,
  bodyOf,
  exampleOf,
  idOf,
} from '#lib/surfaces/shared/manifest/openapi.ts';
import {
  BEARER,
  type Description,
  ERROR_STATUSES,
  errorResponses,
  HEADER_PARAMETERS,
  headerParameters,
  headersOf,
  json,
  REPLY_HEADERS,
  ref,
} from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { replySchema } from '#lib/surfaces/shared/manifest/reply-schema.ts';
import { ERROR_DETAILS, stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';

const TAG = 'Sockets';

const { responses, components } = errorResponses('socket', 'error', {
  ...ERROR_STATUSES,
  402: 'The card was declined, or the payment failed for another reason.',
});

/** Describes the sockets. */
export function describeSockets(catalogue: readonly Entry[]): Description {
  const sockets = catalogue.filter(
    ({ endpoint }) => endpoint.surface === 'socket' && endpoint.operation !== undefined,
  );
  return {
    tags: [
      {
        name: TAG,
        'x-displayName': 'Sockets',
        description:
          'The Syncano socket “stripe”. Responses are Stripe’s objects. Numbers and booleans can also be sent as strings, and the key as the argument `apiKey`.',
      },
    ],
    paths: Object.fromEntries(sockets.map((entry) => [entry.path, { post: operationOf(entry) }])),
    components: {
      securitySchemes: { bearer: BEARER },
      parameters: HEADER_PARAMETERS,
      headers: REPLY_HEADERS,
      schemas: {
        error: stripeErrorSchema(ERROR_DETAILS),
        ...Object.fromEntries(
          sockets.map(({ name, endpoint }) => [argumentsOf(name), argumentsSchema(acceptedBy(endpoint))]),
        ),
      },
      responses: components,
    },
  };
}

const argumentsOf = (name: string) => idOf('socket', name, 'arguments');

function operationOf({ name, endpoint }: Entry): object {
  const { operation, arguments: own } = endpoint;
  return {
    operationId: idOf('socket', name),
    tags: [TAG],
    ...about(endpoint),
    security: [{ bearer: [] }],
    parameters: headerParameters('POST'),
    requestBody: bodyOf(ref('schemas', argumentsOf(name)), acceptedBy(endpoint), exampleOf(endpoint, own)),
    responses: {
      200: {
        description: operation!.list ? 'A list of Stripe’s objects.' : 'Stripe’s object.',
        headers: headersOf('Request-Id', 'Stripe-Version', 'X-Ignored-Arguments', 'Idempotent-Replayed'),
        content: json(replySchema(operation!, 2016)),
      },
      ...responses,
    },
  };
}
