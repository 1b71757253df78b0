/**
 * The REST API in RAML 0.8, for tools from 2013:
 * https://github.com/raml-org/raml-spec/blob/master/versions/raml-08/raml-08.md. RAML 0.8 has no structured
 * parameters, so the fields of dictionaries are separate parameters, as in forms. Responses are JSON Schemas as
 * strings.
 */
import { stringify } from 'yaml';
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { expand, include } from '#lib/operations/shared.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { PLACEHOLDER } from '#lib/surfaces/rest/document.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import { type JsonSchema, schemaOfParameter, withNulls } from '#lib/surfaces/shared/manifest/json-schema.ts';
import type { ObjectKinds } from '#lib/surfaces/shared/manifest/kinds.ts';
import { STRIPE_HEADERS } from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';
import { ABOUT, ERROR_DESCRIPTIONS, type RestEndpoint, restEndpoints } from './endpoints.ts';
import { type Raml, resourcesOf } from './raml-resources.ts';
import { readKinds } from './replies.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Creates the description. */
export async function restRaml08(catalogue: readonly Entry[], startStripe: StartStripe): Promise<string> {
  const endpoints = restEndpoints(catalogue);
  const kinds = await readKinds(startStripe);
  const { title, description } = ABOUT;
  const text = stringify(
    {
      title,
      version: 'v1',
      baseUri: `${PLACEHOLDER}/{version}`,
      mediaType: JSON_TYPE,
      documentation: [{ title: 'About this API', content: description }],
      securitySchemes: [
        {
          basic: {
            type: 'Basic Authentication',
            description: 'The key is the user name; there is no password.',
          },
        },
      ],
      securedBy: ['basic'],
      schemas: Object.entries(schemasOf(endpoints, kinds)).map(([name, schema]) => ({
        [name]: textOf(schema),
      })),
      traits: [{ common: COMMON }, { list: LIST }, { once: { headers: headers(['Idempotency-Key']) } }],
      ...resourcesOf(endpoints, methodOf),
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
  return `#%RAML 0.8\n${text}`;
}

/** The properties of all requests and responses. */
const COMMON: Raml = {
  headers: headers(['Stripe-Version', 'Stripe-Account']),
  queryParameters: several('expand[]', expand),
  responses: Object.fromEntries(
    Object.entries(ERROR_DESCRIPTIONS).map(([status, description]) => [
      Number(status),
      { description, body: { [JSON_TYPE]: { schema: 'error' } } },
    ]),
  ),
};

/** The additional properties of list requests. */
const LIST: Raml = { queryParameters: several('include[]', include) };

function several(name: string, { description }: Parameter): Raml {
  return { [name]: { type: 'string', repeat: true, required: false, description } };
}

function headers(names: readonly (keyof typeof STRIPE_HEADERS)[]): Raml {
  return Object.fromEntries(
    names.map((name) => [name, { type: 'string', required: false, description: STRIPE_HEADERS[name] }]),
  );
}

function methodOf(endpoint: RestEndpoint): Raml {
  const { method, description, others, list } = endpoint;
  const isPost = method === 'POST';
  const parameters = Object.assign({}, ...others.map(parametersOf));
  return {
    description,
    is: ['common', ...(list ? ['list'] : []), ...(isPost ? ['once'] : [])],
    ...(!isPost && others.length > 0 && { queryParameters: parameters }),
    ...(isPost && others.length > 0 && { body: { [FORM]: { formParameters: parameters } } }),
    responses: { 200: { body: { [JSON_TYPE]: { schema: replyOf(endpoint) } } } },
  };
}

/** Returns the schema name of a response. */
function replyOf({ method, operation: { returns }, list }: RestEndpoint): string {
  return method === 'DELETE' ? `deleted_or_${returns}` : list ? `${returns}_list` : returns;
}

/** Describes a parameter of a form or query, or the fields of a dictionary. */
function parametersOf({ name, parameter, required }: Argument): Raml {
  const { description, default: preset, fields = {} } = parameter;
  const said = { required, description, ...(preset !== undefined && { default: preset }) };
  return {
    [parameter.type === 'array' ? `${name}[]` : name]: { ...typeOf(parameter), ...said },
    ...Object.fromEntries(
      Object.entries(fields).map(([field, inner]) => [
        `${name}[${field}]`,
        { ...typeOf(inner), required: false, description: inner.description },
      ]),
    ),
  };
}

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern'];

/** Returns the type of a parameter: a string, a number or a boolean. */
function typeOf(parameter: Parameter): Raml {
  const { type } = parameter;
  if (type === 'array') {
    return { type: 'string', repeat: true };
  }
  if (type === 'boolean') {
    return { type };
  }
  const schema = schemaOfParameter(parameter);
  const [main] = [...((schema['anyOf'] ?? []) as JsonSchema[]), schema].filter(
    (form) => form['type'] === type,
  );
  const { enum: words } = schema as { enum?: string[] };
  const limits = Object.entries(main ?? {}).filter(([name]) => LIMITS.includes(name));
  return {
    type: type === 'integer' || type === 'number' ? type : 'string',
    ...(words !== undefined && { enum: words }),
    ...Object.fromEntries(limits),
  };
}

function schemasOf(endpoints: readonly RestEndpoint[], kinds: ObjectKinds): Record<string, JsonSchema> {
  const ofKinds = Object.fromEntries([...kinds].map(([kind, { schema }]) => [kind, withNulls(schema)]));
  const ofReplies = endpoints.map((endpoint): [string, JsonSchema] => {
    const { returns } = endpoint.operation;
    const kind = ofKinds[returns]!;
    const name = replyOf(endpoint);
    return [
      name,
      endpoint.list ? listOf(kind) : name === returns ? kind : { anyOf: [ofKinds['deleted']!, kind] },
    ];
  });
  return { error: stripeErrorSchema(), ...Object.fromEntries(ofReplies) };
}

function listOf(items: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['object', 'url', 'count', 'data'],
    properties: {
      object: { type: 'string', enum: ['list'] },
      url: { type: 'string' },
      count: { type: 'integer' },
      data: { type: 'array', items },
    },
  };
}

function textOf(schema: JsonSchema): string {
  return JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }, undefined, 1);
}
