/** The REST API in OpenAPI 3.1, as a separate description and as a part of the description of all surfaces. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { PLACEHOLDER } from '#lib/surfaces/rest/document.ts';
import { RAML_VERSION } from '#lib/surfaces/rest/rest.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import type { ObjectKinds } from '#lib/surfaces/shared/manifest/kinds.ts';
import {
  about,
  argumentsSchema,
  bodyOf,
  exampleOf,
  idOf,
  parametersIn,
} from '#lib/surfaces/shared/manifest/openapi.ts';
import {
  BEARER,
  type Description,
  errorResponses,
  HEADER_PARAMETERS,
  headerParameters,
  headersOf,
  json,
  kindSchemas,
  REPLY_HEADERS,
  ref,
  withoutUnused,
} from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { replySchema } from '#lib/surfaces/shared/manifest/reply-schema.ts';
import { stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';
import { resourceTags, tagOf } from '#lib/surfaces/shared/manifest/tags.ts';
import { ABOUT, ERROR_DESCRIPTIONS, type RestEndpoint, restEndpoints } from './endpoints.ts';
import { readKinds } from './replies.ts';

const GROUP = 'REST';

/** Creates the separate description of the REST API, whose names need no prefix. */
export async function restOpenapi(catalogue: readonly Entry[], startStripe: StartStripe): Promise<string> {
  const { tags, paths, components } = describeRest(catalogue, await readKinds(startStripe), '');
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      ...ABOUT,
      version: RAML_VERSION,
      contact: { name: 'Whoever runs this service' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${PLACEHOLDER}/v1` }],
    tags,
    paths: Object.fromEntries(Object.entries(paths).map(([path, item]) => [path.slice('/v1'.length), item])),
    components: withoutUnused(components, paths),
  });
}

/**
 * Creates the part for the description of all surfaces.
 * @param prefix the prefix of IDs and component names, because objects of 2013 have other fields than those of 2016
 */
export function describeRest(catalogue: readonly Entry[], kinds: ObjectKinds, prefix: string): Description {
  const endpoints = restEndpoints(catalogue);
  const { responses, components } = errorResponses(`${prefix}error`, `${prefix}error`, ERROR_DESCRIPTIONS);
  const argumentSchemas = Object.fromEntries(
    endpoints
      .filter(({ method, others }) => method === 'POST' && others.length > 0)
      .map((endpoint) => [argumentsOf(endpoint, prefix), argumentsSchema(endpoint.others)]),
  );
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = `/v1${endpoint.path}`;
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: operationOf(endpoint, responses, prefix),
    };
  }
  return {
    tags: resourceTags(
      GROUP,
      endpoints.map(({ operation }) => operation),
    ),
    paths,
    components: {
      securitySchemes: {
        basic: {
          type: 'http',
          scheme: 'basic',
          description: 'The key is the user name; there is no password.',
        },
        bearer: BEARER,
      },
      parameters: HEADER_PARAMETERS,
      headers: REPLY_HEADERS,
      schemas: { [`${prefix}error`]: stripeErrorSchema(), ...argumentSchemas, ...kindSchemas(kinds, prefix) },
      responses: components,
    },
  };
}

function argumentsOf({ method, path }: RestEndpoint, prefix: string): string {
  return idOf(prefix, method.toLowerCase(), path, 'arguments');
}

function operationOf(rest: RestEndpoint, responses: object, prefix: string): object {
  const { method, path, description, endpoint, operation, inPath, others, ofReply } = rest;
  const isPost = method === 'POST';
  const all = exampleOf(endpoint, endpoint.arguments);
  const names = inPath.map(({ name }) => name);
  const body = Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
  const asked = endpoint.arguments.filter(({ name }) => ofReply.includes(name));
  return {
    operationId: idOf(prefix, method.toLowerCase(), path),
    tags: [tagOf(GROUP, operation)],
    ...about(endpoint, description),
    security: [{ basic: [] }, { bearer: [] }],
    parameters: [
      ...parametersIn('path', inPath, all),
      ...(isPost ? [] : parametersIn('query', others, body)),
      ...parametersIn('query', asked),
      ...headerParameters(method),
    ],
    ...(isPost &&
      others.length > 0 && {
        requestBody: bodyOf(ref('schemas', argumentsOf(rest, prefix)), others, body),
      }),
    responses: {
      200: {
        description: operation.list ? 'A list of Stripe’s objects.' : 'Stripe’s object.',
        headers: headersOf('Request-Id', 'Stripe-Version', 'Idempotent-Replayed'),
        content: json(replySchema(operation, 2013, prefix)),
      },
      ...responses,
    },
  };
}
