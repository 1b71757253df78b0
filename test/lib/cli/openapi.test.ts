/** The description of all surfaces: valid, complete, and true of what they take and reply. */
import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { startStripe } from '#lib/cli/documents.ts';
import { openapi } from '#lib/cli/openapi.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../../helpers/call.ts';
import { documentText } from '../../helpers/documents.ts';
import { testKey, testSandbox } from '../../helpers/sandbox.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is looked into by name.
type Json = any;

testSandbox();

const description: Json = JSON.parse(await documentText('functions/openapi.json'));
const entries = await readCatalogue();
const described = entries.filter(
  ({ endpoint: { operation, surface } }) =>
    operation !== undefined || surface === 'card' || surface === 'webhook',
);
const operations: [string, Json][] = Object.entries<Json>(description.paths).flatMap(([path, item]) =>
  Object.entries<Json>(item).map(([method, operation]): [string, Json] => [
    `${method.toUpperCase()} ${path}`,
    operation,
  ]),
);

const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, validateFormats: false });
ajv.addSchema({ $id: 'api', components: description.components });
/** What is wrong with a value for a schema of the document. */
function problems(schema: Json, value: unknown): unknown[] {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
  const validate = ajv.compile(absolute as AnySchema);
  validate(value);
  return validate.errors ?? [];
}

test('it is OpenAPI 3.1', async () => {
  const read = await SwaggerParser.validate(structuredClone(description));
  expect(read).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/' }] });
  await expect(SwaggerParser.validate({ ...structuredClone(description), info: {} })).rejects.toThrow('info');
});

test('it has every endpoint of every surface, and the webhook', () => {
  const there = described.map(({ method, path }) => `${method} ${path}`);
  expect(operations.map(([name]) => name).sort()).toEqual(there.sort());
  expect(there.length).toBeGreaterThan(190);
});

test('ids are unique, tags are declared and grouped', () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = description.tags.map(({ name }: Json) => name);
  const grouped = description['x-tagGroups'].flatMap((group: Json) => group.tags);
  expect(grouped).toEqual(tags);
  const used = new Set(operations.flatMap(([, operation]) => operation.tags));
  expect([...used].sort()).toEqual([...tags].sort());
});

test.each(operations)('%s says what it needs', (_, operation) => {
  expect(operation.security).toEqual(expect.any(Array));
  const schemes = Object.keys(description.components.securitySchemes);
  expect(schemes).toEqual(expect.arrayContaining(operation.security.flatMap(Object.keys)));
  const media = Object.keys(operation.requestBody?.content ?? { 'application/json': {} });
  expect(media[0]).toBe('application/json');
  const { schema, example } = operation.requestBody?.content['application/json'] ?? {};
  if (example !== undefined) {
    expect(problems(schema, example)).toEqual([]);
  }
  // A generator would make arguments required that have the keyword, and none at all beside alternatives.
  expect(JSON.stringify(schema ?? {})).not.toContain('"default":');
});

test('no schema of arguments has alternatives beside its fields, or a default', () => {
  const found = Object.entries<Json>(description.components.schemas)
    .filter(([name]) => name.endsWith('Arguments'))
    .filter(
      ([, schema]) => 'anyOf' in schema || 'allOf' in schema || /"default":/.test(JSON.stringify(schema)),
    );
  expect(found.map(([name]) => name)).toEqual([]);
});

test('rules between arguments are in words and in a field of their own', () => {
  const { post } = description.paths['/stripe/create-charge'];
  expect(post['x-at-least-one-of']).toEqual([['card', 'customer']]);
  expect(post.description).toContain('At least one of `card` and `customer` is required.');
  const { post: create } = description.paths['/api/Stripe/createCard'];
  expect(create['x-at-most-one-of']).toContainEqual(['accountId', 'customerId']);
});

test('only the surfaces that are deployed are in it', async () => {
  const some = entries.filter(({ endpoint }) => ['none', 'socket'].includes(endpoint.surface));
  const { paths, components } = JSON.parse(await openapi(some, startStripe));
  expect(Object.keys(paths).every((path) => path.startsWith('/stripe/'))).toBe(true);
  expect(Object.keys(components.schemas)).not.toContain('sku');
});

describe('GET /openapi.json', () => {
  const { handler } = entries.find(({ path }) => path === '/openapi.json')!;

  test('gives it to everyone', async () => {
    const reply = await call(handler, { path: '/openapi.json' });
    expect(reply.status).toBe(200);
    // Compared as text: the difference of two such objects takes minutes to print.
    expect(JSON.stringify(reply.body) === JSON.stringify(description)).toBe(true);
  });

  test('says where the API is behind a stage', async () => {
    const reply = await call(handler, { path: '/openapi.json', stage: 'dev', format: 'rest' });
    expect(reply.body.servers).toEqual([{ url: '/dev' }]);
  });
});

describe('replies are as described', () => {
  let key: string;
  beforeAll(() => {
    key = testKey();
  });

  test.each([
    ['/stripe/create-customer', { description: 'Jenny' }, 200],
    ['/stripe/create-charge', { amount: 500, currency: 'usd', card: 'tok_visa' }, 200],
    ['/stripe/create-charge', { amount: 500, currency: 'usd', card: 'tok_chargeDeclined' }, 402],
    ['/stripe/create-charge', { amount: 'much' }, 400],
    ['/stripe/list-cards', { customer: 'cus_unknown' }, 404],
    ['/api/Stripe/createCharge', { args: { amount: 500, currency: 'usd', source: 'tok_visa' } }, 200],
    ['/api/Stripe/createCharge', { args: { amount: 500 } }, 200],
    [
      '/api/Stripe/createCharge',
      { args: { amount: 500, currency: 'usd', source: 'tok_chargeDeclined' } },
      200,
    ],
    ['/api/Stripe/createProduct', { args: { name: 'Socks' } }, 200],
    ['/api/Stripe/getCustomerList', { args: {} }, 200],
    ['/connector/customers', { Email: 'jenny@example.com' }, 200],
    ['/connector/products', {}, 400],
    ['/v1/charges', { amount: 500, currency: 'usd', card: 'tok_visa' }, 200],
    ['/v1/charges', { amount: 1 }, 400],
  ])('POST %s with %j: %i', async (path, body, status) => {
    const entry = entries.find((one) => one.path === path && one.method === 'POST')!;
    const reply = await call(entry.handler, { path, body, key });
    expect(reply.status).toBe(status);
    const { responses } = description.paths[path].post;
    const [, , name] = /^(#.components.responses.)?(.*)$/.exec(responses[status].$ref ?? '')!;
    const response = name === '' ? responses[status] : description.components.responses[name!];
    expect(problems(response.content['application/json'].schema, reply.body)).toEqual([]);
    expect(problems({ type: 'object', required: ['nothing'] }, reply.body)).toHaveLength(1);
  });
});
