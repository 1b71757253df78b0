/**
 * The connector's manifest: `apiDefinition.swagger.json` and `apiProperties.json`, from which a custom connector is
 * imported. They follow Swagger 2.0 and Microsoft's requirements:
 * https://learn.microsoft.com/connectors/custom-connectors/openapi-extensions,
 * https://learn.microsoft.com/connectors/custom-connectors/certification-submission.
 */
import { readFile } from 'node:fs/promises';
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { pathParameters } from '#lib/operations/operation.ts';
import { type ConnectorAbout, connectorPath, KEY_HEADER } from '#lib/surfaces/connector/connector.ts';
import type { ReplySchema } from '#lib/surfaces/connector/replies.ts';
import { type JsonSchema, schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';
import { schemaOfReply, titleOf } from './replies.ts';

const BASE_PATH = connectorPath('');

/** An endpoint of the connector with its manifest data. */
interface Described extends Entry {
  readonly about: ConnectorAbout;
  /** Below the base path. */
  readonly below: string;
}

/** Creates the definition. */
export async function connectorDefinition(catalogue: readonly Entry[]): Promise<string> {
  const entries = catalogue
    .filter(({ endpoint }) => endpoint.surface === 'connector' && endpoint.operation !== undefined)
    .map(
      (entry): Described => ({
        ...entry,
        about: entry.endpoint.manifestData as ConnectorAbout,
        below: entry.path.slice(BASE_PATH.length),
      }),
    );
  const { version } = JSON.parse(
    await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'),
  );
  return JSON.stringify(definition(entries, version));
}

/** Creates the properties. */
export function connectorProperties(): string {
  return JSON.stringify(PROPERTIES);
}

/** The background colour of the icon, which the flow designer also draws around the connector. */
const BRAND_COLOR = '#3a3f78';

const CONNECTION = 'api_key';

const PROPERTIES = {
  properties: {
    connectionParameters: {
      [CONNECTION]: {
        type: 'securestring',
        uiDefinition: {
          displayName: 'API Key',
          description: 'The secret key of the Stripe account, e.g. sk_test_….',
          tooltip: 'Find it in the Stripe Dashboard, under Developers.',
          constraints: { tabIndex: 2, clearText: false, required: 'true' },
        },
      },
    },
    iconBrandColor: BRAND_COLOR,
    capabilities: [],
    policyTemplateInstances: [],
  },
};

function definition(entries: readonly Described[], version: string): object {
  const shapes = new Map(entries.map(({ about }) => [about.returns.name, about]));
  return {
    swagger: '2.0',
    info: {
      title: 'Stripe Socket',
      description:
        'Creates and updates products and customers in Stripe, and triggers a flow when a customer, an order, a charge or an invoice item is created.',
      version,
    },
    // The function that serves this document inserts its own URL; if you import the file, change it by hand.
    host: 'stripe-socket.example.com',
    basePath: BASE_PATH,
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    paths: pathsOf(entries),
    definitions: Object.fromEntries(
      [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, about]) => [name, schemaOfReply(about)]),
    ),
    securityDefinitions: {
      [CONNECTION]: { type: 'apiKey', in: 'header', name: KEY_HEADER },
    },
    security: [{ [CONNECTION]: [] }],
    'x-ms-connector-metadata': [
      { propertyName: 'Website', propertyValue: 'https://stripe.com' },
      { propertyName: 'Privacy policy', propertyValue: 'https://stripe.com/privacy' },
      { propertyName: 'Categories', propertyValue: 'Finance;Commerce' },
    ],
  };
}

function pathsOf(entries: readonly Described[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const entry of entries) {
    paths[entry.below] = { ...paths[entry.below], [entry.method.toLowerCase()]: operationOf(entry) };
  }
  return paths;
}

function operationOf({ name, about, below, endpoint, method }: Described): object {
  const { summary, returns, triggerHint } = about;
  const inPath = new Set(pathParameters(below));
  const rest = endpoint.arguments.filter((argument) => !inPath.has(argument.name));
  const trigger = triggerHint !== undefined;
  return {
    operationId: name,
    summary,
    description: [endpoint.description, endpoint.operation?.retired].filter(Boolean).join(' '),
    'x-ms-visibility': 'important',
    ...(trigger && { 'x-ms-trigger': 'batch', 'x-ms-trigger-hint': triggerHint }),
    parameters: [
      ...endpoint.arguments.filter((argument) => inPath.has(argument.name)).map(inPathParameter),
      ...(method === 'GET' ? rest.map(inQueryParameter) : [bodyParameter(returns, rest), IDEMPOTENCY_KEY]),
    ],
    responses: {
      200: {
        description: trigger ? 'The new objects, oldest first.' : `The ${returns.noun}.`,
        schema: { $ref: `#/definitions/${returns.name}` },
      },
      ...(trigger && { 202: { description: 'Nothing new; poll again at the URL in Location.' } }),
      400: { description: 'The request is invalid; the message says why.' },
      401: { description: 'The API key is missing, or Stripe rejected it.' },
      ...(inPath.size > 0 && { 404: { description: `There is no such ${returns.noun}.` } }),
      429: { description: 'Too many calls; retry after the number of seconds in Retry-After.' },
      502: { description: 'Stripe could not be reached, or sent an unexpected response.' },
      504: { description: 'Stripe did not respond in time.' },
    },
  };
}

/** For authors who repeat an action in their flow; retries by Logic Apps need no key. */
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  type: 'string',
  required: false,
  'x-ms-summary': 'Idempotency Key',
  description: 'Calls with the same key run only once. Needed only if the flow itself retries a call.',
  'x-ms-visibility': 'advanced',
};

/** The title and description of a parameter. */
function told({ name, parameter }: Argument): object {
  return { 'x-ms-summary': titleOf(name), description: parameter.description };
}

function inPathParameter(argument: Argument): object {
  return {
    name: argument.name,
    in: 'path',
    type: 'string',
    required: true,
    ...told(argument),
    'x-ms-visibility': 'important',
    'x-ms-url-encoding': 'single',
  };
}

/** The only query parameters are trigger states, which flow authors do not see. */
function inQueryParameter(argument: Argument): object {
  return {
    name: argument.name,
    in: 'query',
    type: 'string',
    required: false,
    ...told(argument),
    'x-ms-visibility': 'internal',
  };
}

function bodyParameter({ noun }: ReplySchema, known: readonly Argument[]): object {
  const required = known.filter((argument) => argument.required).map(({ name }) => name);
  return {
    name: 'body',
    in: 'body',
    required: true,
    'x-ms-summary': titleOf(noun),
    description: `The ${noun}’s data.`,
    'x-ms-visibility': 'important',
    schema: {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(
        known.map((argument) => [
          argument.name,
          {
            ...typeOf(argument),
            ...told(argument),
            ...(argument.parameter.default !== undefined && { default: argument.parameter.default }),
            'x-ms-visibility': argument.required || required.length === 0 ? 'important' : 'advanced',
          },
        ]),
      ),
    },
  };
}

/** If a value can have several types, the one that the flow designer offers. */
function typeOf({ parameter }: Argument): JsonSchema {
  const { type } = parameter;
  if (type !== 'array') {
    return { type };
  }
  const schema = schemaOfParameter(parameter);
  const forms = [schema, ...((schema['anyOf'] ?? []) as JsonSchema[])];
  const { maxItems } = forms.find((form) => form['type'] === 'array')!;
  return { type, items: { type: 'string' }, ...(maxItems !== undefined && { maxItems }) };
}
