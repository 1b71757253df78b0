/** The REST API in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { expand, include } from '#lib/operations/shared.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { PLACEHOLDER } from '#lib/surfaces/rest/document.ts';
import { RAML_VERSION } from '#lib/surfaces/rest/rest.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import {
  type JsonSchema,
  schemaOfArguments,
  schemaOfParameter,
} from '#lib/surfaces/shared/manifest/json-schema.ts';
import { stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';
import { ABOUT, HEADERS, REFUSALS, type RestEndpoint, restEndpoints } from './endpoints.ts';
import { type ObjectKinds, readKinds } from './replies.ts';

/** Makes the description. */
export async function restOpenapi(catalogue: readonly Entry[], startStripe: StartStripe): Promise<string> {
  const endpoints = restEndpoints(catalogue);
  const kinds = await readKinds(startStripe);
  return JSON.stringify({
    openapi: '3.1.0',
    info: { ...ABOUT, version: RAML_VERSION },
    servers: [{ url: `${PLACEHOLDER}/v1` }],
    security: [{ basic: [] }, { bearer: [] }],
    paths: pathsOf(endpoints),
    components: componentsOf(kinds, endpoints),
  });
}

function pathsOf(endpoints: readonly RestEndpoint[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const endpoint of endpoints) {
    const { method, path, inPath } = endpoint;
    paths[path] = {
      ...(inPath.length > 0 && { parameters: inPath.map((argument) => parameterOf(argument, 'path')) }),
      ...paths[path],
      [method.toLowerCase()]: operationOf(endpoint),
    };
  }
  return paths;
}

function operationOf(endpoint: RestEndpoint): object {
  const { method, path, description, operation, others, ofReply, list } = endpoint;
  const post = method === 'POST';
  const kind = ref('schemas', operation.returns);
  const reply =
    method === 'DELETE' ? { anyOf: [ref('schemas', 'deleted'), kind] } : list ? listOf(kind) : kind;
  return {
    operationId: idOf(method, path),
    description,
    tags: [path.split('/')[1]],
    parameters: [
      ...(post ? [] : others.map((argument) => parameterOf(argument, 'query'))),
      ...ofReply.map((name) => ref('parameters', name)),
      ...Object.keys(HEADERS)
        .filter((name) => post || name !== 'Idempotency-Key')
        .map((name) => ref('parameters', name)),
    ],
    ...(post && others.length > 0 && { requestBody: bodyOf(idOf(method, path), others) }),
    responses: {
      200: { description: 'What Stripe answers.', content: json(reply) },
      ...Object.fromEntries(Object.keys(REFUSALS).map((status) => [status, ref('responses', status)])),
    },
  };
}

/** `POST /charges/{charge}/capture` is `postChargesChargeCapture`. */
function idOf(method: string, path: string): string {
  const words = path.split(/\W+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function parameterOf({ name, parameter, required }: Argument, place: 'path' | 'query'): object {
  const nested = parameter.fields !== undefined;
  return {
    name,
    in: place,
    required: place === 'path' || required,
    description: parameter.description,
    ...(nested && { style: 'deepObject', explode: true }),
    schema: schemaOfParameter(parameter),
    ...(!nested && { example: parameter.example }),
  };
}

/** The same in both types of content: fields of dictionaries stand in brackets in a form. */
function bodyOf(id: string, others: readonly Argument[]): object {
  const schema = ref('schemas', id);
  const nested = others.filter(
    ({ parameter: { fields, type } }) => fields !== undefined || type === 'object',
  );
  const encoding = Object.fromEntries(
    nested.map(({ name }) => [name, { style: 'deepObject', explode: true }] as const),
  );
  return {
    required: others.some(({ required }) => required),
    content: {
      'application/x-www-form-urlencoded': { schema, ...(nested.length > 0 && { encoding }) },
      'application/json': { schema },
    },
  };
}

function componentsOf(kinds: ObjectKinds, endpoints: readonly RestEndpoint[]): object {
  const several = (name: string, parameter: Parameter) => ({
    name: `${name}[]`,
    in: 'query',
    description: parameter.description,
    schema: schemaOfParameter(parameter),
    example: parameter.example,
  });
  return {
    securitySchemes: {
      basic: {
        type: 'http',
        scheme: 'basic',
        description: 'The key is the user name; there is no password.',
      },
      bearer: { type: 'http', scheme: 'bearer' },
    },
    parameters: {
      expand: several('expand', expand),
      include: several('include', include),
      ...Object.fromEntries(
        Object.entries(HEADERS).map(([name, description]) => [
          name,
          { name, in: 'header', description, schema: { type: 'string' } },
        ]),
      ),
    },
    responses: Object.fromEntries(
      Object.entries(REFUSALS).map(([status, description]) => [
        status,
        { description, content: json(ref('schemas', 'error')) },
      ]),
    ),
    schemas: {
      error: stripeErrorSchema(),
      ...Object.fromEntries(
        endpoints
          .filter(({ method, others }) => method === 'POST' && others.length > 0)
          .map(({ method, path, others }) => [idOf(method, path), schemaOfArguments(others)]),
      ),
      ...Object.fromEntries(
        [...kinds].map(([kind, { example, schema }]) => [kind, { ...nullable(schema), examples: [example] }]),
      ),
    },
  };
}

/** Any field of an object may be null, but for those that all objects of its kind have. */
function nullable(schema: JsonSchema): JsonSchema {
  const { properties, items, required = [] } = schema;
  const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
  return {
    ...schema,
    ...(fields.length > 0 && {
      properties: Object.fromEntries(
        fields.map(([name, field]) => [
          name,
          (required as string[]).includes(name) ? field : orNull(nullable(field)),
        ]),
      ),
    }),
    ...(items !== undefined && { items: nullable(items as JsonSchema) }),
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  return type === undefined ? schema : { ...schema, type: [...new Set([type, 'null'].flat())] };
}

function listOf(kind: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['object', 'url', 'count', 'data'],
    properties: {
      object: { const: 'list' },
      url: { type: 'string' },
      count: { type: 'integer' },
      data: { type: 'array', items: kind },
    },
  };
}

function ref(where: 'schemas' | 'parameters' | 'responses', name: string): JsonSchema {
  return { $ref: `#/components/${where}/${name}` };
}

function json(schema: JsonSchema): object {
  return { 'application/json': { schema } };
}
