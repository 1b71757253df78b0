/** The manifest: valid Swagger 2.0, as Microsoft asks for it, and true of what the connector replies. */
import { inflateSync } from 'node:zlib';
import { validate } from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { apiAt } from '../../../helpers/api.ts';
import { call } from '../../../helpers/call.ts';
import { documentText } from '../../../helpers/documents.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { advance, Flow, stillClock } from './flow.ts';

const sandbox = testSandbox();
stillClock();

const text = await documentText('functions/connector/apiDefinition.swagger.json');
const definition = JSON.parse(text);
const properties = JSON.parse(await documentText('functions/connector/apiProperties.json'));

let entries: Map<string, Entry>;
beforeAll(async () => {
  const all = await readCatalogue();
  entries = new Map(
    all.filter(({ endpoint }) => endpoint.surface === 'connector').map((entry) => [entry.name, entry]),
  );
});

/** All operations, with where they are. */
interface Operation {
  readonly path: string;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: a document is looked into by name.
  readonly [name: string]: any;
}
const operations: Operation[] = Object.entries(definition.paths).flatMap(([path, methods]) =>
  Object.entries(methods as object).map(([method, operation]) => ({ ...operation, path, method })),
);
const triggers = operations.filter((operation) => 'x-ms-trigger' in operation);

/** All schemas of fields, of arguments and of replies alike, with where they are. */
type Schema = Readonly<Record<string, unknown>>;
function fieldsIn(schema: Schema, place: string): [string, Schema][] {
  const own = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const items = schema['items'] === undefined ? [] : fieldsIn(schema['items'] as Schema, `${place}[]`);
  return [
    ...items,
    ...own.flatMap(([name, field]): [string, Schema][] => [
      [`${place}.${name}`, field],
      ...fieldsIn(field, `${place}.${name}`),
    ]),
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: a document is looked into by name.
const parameters: [string, any][] = operations.flatMap(({ operationId, parameters: all }) =>
  all.map((parameter: { name: string }) => [`${operationId}: ${parameter.name}`, parameter]),
);
const fields: [string, Schema][] = [
  ...parameters.flatMap(([place, { schema = {} }]) => fieldsIn(schema, place)),
  ...Object.entries(definition.definitions).flatMap(([name, schema]) => fieldsIn(schema as Schema, name)),
];

const SENTENCE = /^[A-Z].*[.…]$/;
const PRODUCTS = /power (apps|automate|platform|bi)|logic apps|copilot|connector|\bapi\b/i;

test('the definition is valid Swagger 2.0', async () => {
  await expect(validate(JSON.parse(text))).resolves.toMatchObject({ swagger: '2.0' });
});

test('every action that changes something takes an idempotency key, as the advice in its failures needs it', () => {
  const takes = ({ parameters: all }: Operation) =>
    all.some(
      (parameter: { name: string; in: string }) =>
        parameter.name === 'Idempotency-Key' && parameter.in === 'header',
    );
  expect(
    operations
      .filter(takes)
      .map(({ operationId }) => operationId)
      .sort(),
  ).toEqual(
    operations
      .filter(({ method }) => method !== 'get')
      .map(({ operationId }) => operationId)
      .sort(),
  );
});

test('the public names, where they are', () => {
  expect(
    operations.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort(),
  ).toEqual([
    'CreateCustomer post /customers',
    'CreateProduct post /products',
    'GetCustomer get /customers/{Id}',
    'OnNewCharge get /triggers/OnNewCharge',
    'OnNewCustomer get /triggers/OnNewCustomer',
    'OnNewInvoiceItem get /triggers/OnNewInvoiceItem',
    'OnNewOrder get /triggers/OnNewOrder',
    'UpdateCustomer patch /customers/{Id}',
    'UpdateProduct patch /products/{Id}',
  ]);
  for (const { operationId, method, path } of operations) {
    expect(entries.get(operationId)).toMatchObject({
      method: method.toUpperCase(),
      path: definition.basePath + path,
    });
  }
});

describe('Microsoft’s rules', () => {
  test('for the connector', () => {
    const { title, description } = definition.info;
    expect(title.length).toBeLessThanOrEqual(30);
    expect(title).toMatch(/^[\w ]*\w$/);
    expect(title).not.toMatch(PRODUCTS);
    expect(description.length).toBeGreaterThanOrEqual(30);
    expect(description.length).toBeLessThanOrEqual(500);
    expect(description).toMatch(SENTENCE);
    expect(description).not.toMatch(PRODUCTS);
    expect(definition.host).toMatch(/^[\w.-]+$/);
    expect(text.length).toBeLessThan(1024 * 1024);
    const categories = definition['x-ms-connector-metadata'].find(
      ({ propertyName }: { propertyName: string }) => propertyName === 'Categories',
    );
    expect(categories.propertyValue.split(';').length).toBeLessThanOrEqual(2);
  });

  test.each(operations.map((operation) => [operation['operationId'], operation] as const))(
    'for the operation %s',
    (_, operation) => {
      const { operationId, summary, description, method, path, responses } = operation;
      expect(operationId).toMatch(/^([A-Z][a-z]+)+$/);
      expect(summary.length).toBeLessThanOrEqual(80);
      expect(summary).toMatch(/^[A-Z][\w ()]*[\w)]$/);
      expect(description).toMatch(SENTENCE);
      expect(description).not.toBe(summary);
      expect(`${summary} ${description}`).not.toMatch(PRODUCTS);
      expect(operation['x-ms-visibility']).toBe('important');
      expect(path).toMatch(/^(\/(\w+|\{\w+\}))+$/);
      const kinds = operation['parameters'].map(({ in: kind }: { in: string }) => kind);
      expect(kinds.filter((kind: string) => kind === 'body')).toHaveLength(method === 'get' ? 0 : 1);
      // Designers show one schema only, that of the reply to a good call.
      const withSchema = Object.keys(responses).filter((status) => 'schema' in responses[status]);
      expect(withSchema).toEqual(['200']);
      for (const response of Object.values(responses) as { description: string }[]) {
        expect(response.description).toMatch(SENTENCE);
      }
    },
  );

  test('for triggers: a list, what makes them fire, and a state that nobody sees', () => {
    expect(triggers).toHaveLength(4);
    for (const trigger of triggers) {
      expect(trigger['x-ms-trigger']).toBe('batch');
      expect(trigger['x-ms-trigger-hint']).toMatch(/^To see it work now, .*\.$/);
      expect(trigger['summary']).toMatch(/^When /);
      expect(trigger['description']).toMatch(/^This operation triggers when /);
      expect(Object.keys(trigger['responses'])).toContain('202');
      const name = trigger['responses'][200].schema.$ref.replace('#/definitions/', '');
      expect(definition.definitions[name].type).toBe('array');
      expect(trigger['parameters']).toEqual([
        expect.objectContaining({
          name: 'triggerState',
          in: 'query',
          required: false,
          'x-ms-visibility': 'internal',
        }),
      ]);
    }
  });

  test.each([...parameters, ...fields])('for %s', (place, one) => {
    expect(one['x-ms-summary']).toMatch(/^[A-Z][\w ()]{0,79}$/);
    expect(one['description']).toMatch(SENTENCE);
    expect(one['description']).not.toBe(one['x-ms-summary']);
    expect(`${one['x-ms-summary']} ${one['description']}`).not.toMatch(PRODUCTS);
    expect([undefined, 'important', 'advanced', 'internal']).toContain(one['x-ms-visibility']);
    expect([undefined, 'int32', 'date-time']).toContain(one['format']);
    if (one.in === 'path') {
      expect(one).toMatchObject({ required: true, 'x-ms-url-encoding': 'single' });
    }
    if (place.includes(': ')) {
      expect(one).toHaveProperty('x-ms-visibility');
    }
  });

  test('for the connection and the icon', () => {
    const { connectionParameters, iconBrandColor, ...rest } = properties.properties;
    expect(Object.keys(properties)).toEqual(['properties']);
    expect(rest).toEqual({ capabilities: [], policyTemplateInstances: [] });
    expect(connectionParameters).toEqual({
      api_key: { type: 'securestring', uiDefinition: expect.objectContaining({ displayName: 'API Key' }) },
    });
    expect(definition.securityDefinitions).toEqual({
      api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    });
    expect(definition.security).toEqual([{ api_key: [] }]);
    expect(iconBrandColor).toMatch(/^#[\da-f]{6}$/);
    expect(['#007ee5', '#ffffff']).not.toContain(iconBrandColor);
  });
});

describe('what is served', () => {
  const get = (name: string, sent: object = {}) =>
    call(entries.get(name)!.handler, {
      path: `/connector/${name}`,
      headers: { host: 'flows.example.com' },
      ...sent,
    });

  test('is the definition, with the address that it was asked for at', async () => {
    expect(await get('apiDefinition.swagger.json')).toMatchObject({
      status: 200,
      body: { ...definition, host: 'flows.example.com', basePath: '/connector', schemes: ['https'] },
    });
    const staged = await get('apiDefinition.swagger.json', {
      path: '/dev/connector/apiDefinition.swagger.json',
      headers: { host: 'localhost:3000' },
    });
    expect(staged.body).toMatchObject({
      host: 'localhost:3000',
      basePath: '/dev/connector',
      schemes: ['http'],
    });
    await expect(validate(staged.body)).resolves.toMatchObject({ host: 'localhost:3000' });
  });

  test('are the properties', async () => {
    expect(await get('apiProperties.json')).toMatchObject({ status: 200, body: properties });
  });

  test('is an icon of 230 by 230 pixels on the colour of the brand', async () => {
    const { status, headers, body } = await get('icon.png');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('image/png');
    const png = Buffer.from(body, 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([230, 230]);
    const start = png.indexOf('IDAT') + 4;
    const pixels = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    expect(pixels).toHaveLength(230 * (1 + 230 * 3));
    expect(`#${pixels.subarray(1, 4).toString('hex')}`).toBe(properties.properties.iconBrandColor);
  });
});

describe('the replies are as the definition says', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Math.abs(value) < 2 ** 31 });

  /** The schema of a reply, with nothing but its fields, each of which may be empty. */
  function exact({ enum: words, ...schema }: Schema): Schema {
    const own = schema['properties'] as Record<string, Schema> | undefined;
    return {
      ...schema,
      ...(words !== undefined && { enum: [...(words as string[]), null] }),
      ...(own !== undefined && {
        properties: Object.fromEntries(Object.entries(own).map(([name, field]) => [name, exact(field)])),
        required: Object.keys(own),
        additionalProperties: false,
      }),
      ...(schema['items'] !== undefined && { items: exact(schema['items'] as Schema) }),
      ...(schema['x-nullable'] === true && { type: [schema['type'], 'null'] }),
    };
  }

  const fits = (operationId: string, body: unknown) => {
    const operation = operations.find((one) => one['operationId'] === operationId)!;
    const name = operation['responses'][200].schema.$ref.replace('#/definitions/', '');
    const check = ajv.compile(exact(definition.definitions[name]));
    check(body);
    expect(check.errors ?? []).toEqual([]);
  };

  test('of all actions', async () => {
    const key = testKey();
    const act = async (operationId: string, body: object, id = '') => {
      const { handler, path } = entries.get(operationId)!;
      const reply = await call(handler, { key, body, route: path, path: path.replace('{Id}', id) });
      expect(reply.status).toBe(200);
      fits(operationId, reply.body);
      return reply.body.id as string;
    };
    const customer = await act('CreateCustomer', { Email: 'jenny@example.com' });
    await act('GetCustomer', {}, customer);
    await act('UpdateCustomer', { Description: 'Jenny' }, customer);
    const product = await act('CreateProduct', { Name: 'Cap' });
    await act('UpdateProduct', { Name: 'Hat', Images: ['https://example.com/1.png'] }, product);
  });

  test('of triggers', async () => {
    const api = apiAt(sandbox.url);
    const names = ['OnNewCustomer', 'OnNewCharge'];
    const flows = names.map((name) => new Flow(entries.get(name)!.handler, name, { key: api.key }));
    for (const flow of flows) {
      await flow.poll();
    }
    const { id } = await api.post('/v1/customers', { source: 'tok_visa' });
    await api.post('/v1/charges', { amount: 500, currency: 'usd', customer: id });
    advance(600);
    for (const [index, flow] of flows.entries()) {
      const reply = await flow.poll();
      expect(reply.body).toHaveLength(1);
      fits(names[index]!, reply.body);
    }
  });
});
