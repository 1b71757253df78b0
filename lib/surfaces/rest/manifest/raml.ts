/** The REST API in RAML 1.0: https://github.com/raml-org/raml-spec/blob/master/versions/raml-10/raml-10.md. */
import { stringify } from 'yaml';
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { expand, include } from '#lib/operations/shared.ts';
import { PLACEHOLDER } from '#lib/surfaces/rest/document.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import { type JsonSchema, schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';
import type { ObjectKinds } from '#lib/surfaces/shared/manifest/kinds.ts';
import { STRIPE_HEADERS } from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { ABOUT, ERROR_DESCRIPTIONS, type RestEndpoint, restEndpoints } from './endpoints.ts';
import { type Raml, resourcesOf } from './raml-resources.ts';
import { readKinds } from './replies.ts';

/** Creates the description. */
export async function restRaml(catalogue: readonly Entry[], startStripe: StartStripe): Promise<string> {
  const description = {
    ...ABOUT,
    version: 'v1',
    baseUri: `${PLACEHOLDER}/{version}`,
    mediaType: 'application/json',
    securitySchemes: {
      basic: { type: 'Basic Authentication', description: 'The key is the user name; there is no password.' },
    },
    securedBy: ['basic'],
    types: typesOf(await readKinds(startStripe)),
    traits: { common: COMMON, list: LIST, once: { headers: headers(['Idempotency-Key']) } },
    ...resourcesOf(restEndpoints(catalogue), methodOf),
  };
  const text = stringify(description, { aliasDuplicateObjects: false, lineWidth: 0 });
  return `#%RAML 1.0\n${text}`;
}

const FORM = 'application/x-www-form-urlencoded';

/** Traits of all requests and responses. */
const COMMON: Raml = {
  headers: headers(['Stripe-Version', 'Stripe-Account']),
  queryParameters: {
    'expand[]': { type: 'string[]', required: false, description: expand.description },
  },
  responses: Object.fromEntries(
    Object.entries(ERROR_DESCRIPTIONS).map(([status, description]) => [
      Number(status),
      { description, body: { 'application/json': { type: 'error' } } },
    ]),
  ),
};

/** Traits of list requests. */
const LIST: Raml = {
  queryParameters: {
    'include[]': { type: 'string[]', required: false, description: include.description },
  },
};

function headers(names: readonly (keyof typeof STRIPE_HEADERS)[]): Raml {
  return Object.fromEntries(
    names.map((name) => [name, { type: 'string', required: false, description: STRIPE_HEADERS[name] }]),
  );
}

function methodOf({ method, description, operation, others, list }: RestEndpoint): Raml {
  const post = method === 'POST';
  const reply = method === 'DELETE' ? `deleted | ${operation.returns}` : operation.returns;
  const properties = Object.fromEntries(others.map((argument) => [argument.name, declarationOf(argument)]));
  return {
    description,
    is: ['common', ...(list ? ['list'] : []), ...(post ? ['once'] : [])],
    ...(!post && others.length > 0 && { queryParameters: properties }),
    ...(post &&
      others.length > 0 && {
        body: { [FORM]: { type: 'object', properties }, 'application/json': { type: 'object', properties } },
      }),
    responses: {
      200: {
        body: {
          'application/json': list
            ? { type: 'list', properties: { data: { type: 'array', items: operation.returns } } }
            : { type: reply },
        },
      },
    },
  };
}

function declarationOf({ parameter, required }: Argument): Raml {
  return {
    ...typeOf(schemaOfParameter(parameter)),
    required,
    description: parameter.description,
    ...(parameter.default !== undefined && { default: parameter.default }),
  };
}

/** The response types. Fields are optional, because it depends on the account which ones Stripe returns. */
function typesOf(kinds: ObjectKinds): Raml {
  return {
    error: {
      type: 'object',
      properties: {
        error: {
          type: 'object',
          properties: {
            type: 'string',
            message: 'string',
            code: { type: 'string', required: false },
            param: { type: 'string', required: false },
          },
        },
      },
      example: { error: { type: 'invalid_request_error', message: 'No such charge: ch_1', param: 'id' } },
    },
    list: {
      type: 'object',
      properties: { object: { enum: ['list'] }, url: 'string', count: 'integer', data: 'array' },
    },
    ...Object.fromEntries(
      [...kinds].map(([kind, { example, schema }]) => [kind, { ...typeOf(schema), example }]),
    ),
  };
}

/** Converts a JSON Schema, as far as RAML supports it. */
function typeOf(schema: JsonSchema): Raml {
  const choices = schema['anyOf'] as JsonSchema[] | undefined;
  if (choices !== undefined) {
    // Numbers as text need no mention, because forms carry all values as text.
    const plain = choices.filter((choice) => !(choice['type'] === 'string' && 'pattern' in choice));
    return plain.length === 1
      ? typeOf(plain[0]!)
      : { type: unionOf(plain.map((choice) => String(typeOf(choice)['type']))) };
  }
  const { type, properties, required = [], items, enum: words, const: word, ...limits } = schema;
  if (Array.isArray(type)) {
    return { type: unionOf(type) };
  }
  if (word !== undefined || words !== undefined) {
    return { type: 'string', enum: words ?? [word] };
  }
  return {
    type: type ?? 'any',
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, JsonSchema>).map(([name, inner]) => [
          name,
          { ...typeOf(inner), required: (required as string[]).includes(name) },
        ]),
      ),
    }),
    ...(items !== undefined && { items: typeOf(items as JsonSchema) }),
    ...Object.fromEntries(Object.entries(limits).filter(([facet]) => FACETS.includes(facet))),
  };
}

const FACETS = ['minimum', 'maximum', 'minLength', 'maxLength', 'maxItems', 'pattern'];

function unionOf(types: readonly string[]): string {
  return [...new Set(types.map((type) => (type === 'null' ? 'nil' : type)))].join(' | ');
}
