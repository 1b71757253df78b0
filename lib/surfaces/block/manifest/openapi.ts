/** The blocks in OpenAPI. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { JsonSchema } from '#lib/surfaces/shared/manifest/json-schema.ts';
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
import { resourceTags, tagOf } from '#lib/surfaces/shared/manifest/tags.ts';

const GROUP = 'Blocks';

const TEXT = { type: 'string' };

/** The object that replaces Stripe's object if a call fails. */
const PROBLEM: JsonSchema = {
  type: 'object',
  required: ['status_code', 'status_msg'],
  properties: {
    status_code: {
      type: 'string',
      enum: ['REQUIRED_FIELDS', 'INVALID_FIELDS', 'JSON_VALIDATION', 'API_ERROR', 'INTERNAL_PACKAGE_ERROR'],
    },
    status_msg: TEXT,
    fields: {
      type: 'array',
      description: 'The names of missing arguments, or the names and problems of invalid ones.',
      items: { anyOf: [TEXT, fieldProblem()] },
    },
    invalid_fields: { type: 'array', items: fieldProblem() },
    type: TEXT,
    code: TEXT,
    param: TEXT,
    decline_code: TEXT,
    charge: TEXT,
    request_id: TEXT,
    http_status: { type: 'integer' },
    retryable: { type: 'boolean' },
    idempotency_key: TEXT,
    correlation_id: TEXT,
  },
};

function fieldProblem(): JsonSchema {
  return { type: 'object', required: ['name', 'message'], properties: { name: TEXT, message: TEXT } };
}

const { responses, components } = errorResponses('block', 'error', {
  413: ERROR_STATUSES[413],
  415: ERROR_STATUSES[415],
});

/** Describes the blocks. */
export function describeBlocks(catalogue: readonly Entry[]): Description {
  const blocks = catalogue.filter(
    ({ endpoint }) => endpoint.surface === 'block' && endpoint.operation !== undefined,
  );
  return {
    tags: resourceTags(
      GROUP,
      blocks.map(({ endpoint }) => endpoint.operation!),
    ),
    paths: Object.fromEntries(blocks.map((entry) => [entry.path, { post: operationOf(entry) }])),
    components: {
      securitySchemes: { bearer: BEARER },
      parameters: HEADER_PARAMETERS,
      headers: REPLY_HEADERS,
      schemas: {
        error: stripeErrorSchema(ERROR_DETAILS),
        block_error: envelope('error', PROBLEM),
        ...Object.fromEntries(
          blocks.map(({ name, endpoint }) => [argumentsOf(name), argumentsSchema(acceptedBy(endpoint))]),
        ),
      },
      responses: components,
    },
  };
}

const argumentsOf = (name: string) => idOf('block', name, 'arguments');

function operationOf({ name, endpoint }: Entry): object {
  const { operation, arguments: own } = endpoint;
  const known = acceptedBy(endpoint);
  const args = ref('schemas', argumentsOf(name));
  const to = { type: 'string', maxLength: 255, description: 'The field of `contextWrites` for the result.' };
  const body = {
    type: 'object',
    properties: { args, to },
    ...(known.some(({ required }) => required) && { required: ['args'] }),
  };
  const form = { allOf: [args, { type: 'object', properties: { to } }] };
  return {
    operationId: idOf('block', name),
    tags: [tagOf(GROUP, operation!)],
    ...about(endpoint),
    security: [{ bearer: [] }],
    parameters: headerParameters('POST'),
    requestBody: bodyOf(body, known, { args: exampleOf(endpoint, own) }, form),
    responses: {
      200: {
        description:
          'The envelope. If `callback` is “success”, it contains Stripe’s response; if it is “error”, the error.',
        headers: headersOf('Request-Id', 'Stripe-Version', 'X-Stripe-Status', 'X-Ignored-Arguments'),
        content: json({
          oneOf: [envelope('success', replySchema(operation!, 2016)), ref('schemas', 'block_error')],
        }),
      },
      ...responses,
    },
  };
}

function envelope(callback: 'success' | 'error', to: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['callback', 'contextWrites'],
    properties: {
      callback: { const: callback },
      contextWrites: {
        type: 'object',
        description: 'With the argument `to`, the result is in the field with that name instead of `#`.',
        properties: { '#': { type: 'object', required: ['to'], properties: { to } } },
      },
    },
  };
}
