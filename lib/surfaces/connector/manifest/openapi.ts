/** The connector in OpenAPI 3.1, for callers without Microsoft's tools. Custom connectors use `swagger.ts`. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { pathParameters } from '#lib/operations/operation.ts';
import { type ConnectorAbout, KEY_HEADER } from '#lib/surfaces/connector/connector.ts';
import type { JsonSchema } from '#lib/surfaces/shared/manifest/json-schema.ts';
import {
  about,
  argumentsSchema,
  bodyOf,
  exampleOf,
  idOf,
  parametersIn,
} from '#lib/surfaces/shared/manifest/openapi.ts';
import {
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
import { ERROR_DETAILS, stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';
import { schemaOfReply } from './replies.ts';

const TAG = 'Connector';

const { responses, components } = errorResponses('connector', 'connector_error', ERROR_STATUSES);

/** Creates the description. */
export function describeConnector(catalogue: readonly Entry[]): Description {
  const entries = catalogue.filter(
    ({ endpoint }) => endpoint.surface === 'connector' && endpoint.operation !== undefined,
  );
  const paths: Record<string, Record<string, object>> = {};
  for (const entry of entries) {
    paths[entry.path] = { ...paths[entry.path], [entry.method.toLowerCase()]: operationOf(entry) };
  }
  const replies = entries.map(({ endpoint }) => endpoint.manifestData as ConnectorAbout);
  return {
    tags: [
      {
        name: TAG,
        'x-displayName': 'Connector',
        description:
          'The custom connector for Logic Apps and Power Automate, with five actions and four polling triggers. To import it, use `GET /connector/apiDefinition.swagger.json`.',
      },
    ],
    paths,
    components: {
      securitySchemes: {
        connectorKey: {
          type: 'apiKey',
          in: 'header',
          name: KEY_HEADER,
          description: 'A secret or restricted key of a Stripe account, e.g. sk_test_demo.',
        },
      },
      parameters: HEADER_PARAMETERS,
      headers: REPLY_HEADERS,
      schemas: {
        connector_error: errorSchema(),
        ...Object.fromEntries(
          entries
            .filter(({ method }) => method !== 'GET')
            .map((entry) => [argumentsOf(entry.name), argumentsSchema(inBody(entry))]),
        ),
        ...Object.fromEntries(replies.map((reply) => [reply.returns.name, plain(schemaOfReply(reply))])),
      },
      responses: components,
    },
  };
}

const argumentsOf = (name: string) => idOf('connector', name, 'arguments');

function inBody({ path, endpoint }: Entry): Argument[] {
  const names = pathParameters(path);
  return endpoint.arguments.filter(({ name }) => !names.includes(name));
}

function operationOf(entry: Entry): object {
  const { name, path, method, endpoint } = entry;
  const { returns, triggerHint } = endpoint.manifestData as ConnectorAbout;
  const names = pathParameters(path);
  const isInPath = ({ name: argument }: Argument) => names.includes(argument);
  const others = inBody(entry);
  const example = exampleOf(endpoint, endpoint.arguments);
  const body = Object.fromEntries(Object.entries(example).filter(([argument]) => !names.includes(argument)));
  const isPolled = triggerHint !== undefined;
  const headers = headersOf('Request-Id', 'Stripe-Version', ...(isPolled ? ['Location', 'Retry-After'] : []));
  return {
    operationId: idOf('connector', name),
    tags: [TAG],
    ...about(endpoint),
    security: [{ connectorKey: [] }],
    parameters: [
      ...parametersIn('path', endpoint.arguments.filter(isInPath), example),
      ...(method === 'GET' ? parametersIn('query', others) : []),
      ...headerParameters(method === 'GET' ? 'GET' : 'POST'),
    ],
    ...(method !== 'GET' && { requestBody: bodyOf(ref('schemas', argumentsOf(name)), others, body) }),
    responses: {
      200: {
        description: isPolled ? 'What is new, oldest first.' : `The ${returns.noun}.`,
        headers,
        content: json(ref('schemas', returns.name)),
      },
      ...(isPolled && {
        202: {
          description: 'Nothing new; poll again at the URL in Location.',
          headers,
          content: json({ type: 'array', maxItems: 0, items: {} }),
        },
      }),
      ...responses,
    },
  };
}

function errorSchema(): JsonSchema {
  const { properties, ...rest } = stripeErrorSchema(ERROR_DETAILS);
  return {
    ...rest,
    required: ['status', 'message', 'error'],
    properties: { status: { type: 'integer' }, message: { type: 'string' }, ...(properties as object) },
  };
}

/**
 * Converts a Swagger 2.0 schema to OpenAPI 3.1, where nullable types include `null` and titles are called `title`.
 */
function plain(schema: JsonSchema): JsonSchema {
  const {
    'x-nullable': isNullable,
    'x-ms-summary': title,
    type,
    properties,
    items,
    enum: words,
    ...rest
  } = schema as Record<string, never>;
  return {
    ...rest,
    ...(title !== undefined && { title }),
    type: isNullable ? [type, 'null'] : type,
    ...(words !== undefined && { enum: isNullable ? [...words, null] : words }),
    ...(items !== undefined && { items: plain(items) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, JsonSchema>).map(([name, field]) => [name, plain(field)]),
      ),
    }),
  };
}
