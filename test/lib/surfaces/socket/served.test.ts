/** The manifest as it is served, and whether what the sockets reply is as it says. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../../../helpers/call.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';

testSandbox();

const text = readFileSync(new URL('../../../../socket.yml', import.meta.url), 'utf8');
let functions: Map<string, Entry>;

beforeAll(async () => {
  functions = new Map((await readCatalogue()).map((entry) => [entry.name, entry]));
});

const get = (name: string, more: object = {}) =>
  call(functions.get(name)!.handler, { path: `/stripe/${name}`, ...more });

describe('GET /stripe/socket.yml and /stripe/socket.json', () => {
  test('are where the sockets are', () => {
    for (const name of ['socket.yml', 'socket.json']) {
      expect(functions.get(name)).toMatchObject({ method: 'GET', path: `/stripe/${name}` });
      expect(functions.get(name)!.endpoint.operation).toBeUndefined();
    }
  });

  test('give the file, as YAML and as JSON', async () => {
    const yaml = await get('socket.yml');
    expect(yaml).toMatchObject({ status: 200, body: text });
    expect(yaml.headers['content-type']).toBe('application/yaml; charset=utf-8');
    const json = await get('socket.json');
    expect(json).toMatchObject({ status: 200, body: parse(text) });
    expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test.each(['socket.yml', 'socket.json'])('%s has the headers that every reply has', async (name) => {
    expect((await get(name)).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.any(String),
      'content-security-policy': expect.any(String),
      'x-correlation-id': expect.any(String),
    });
  });

  test('take no other method', async () => {
    expect(await get('socket.yml', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { error: { type: 'invalid_request_error' } },
    });
  });

  test('take events of format 1.0 as well', async () => {
    expect(await get('socket.yml', { format: '1.0' })).toMatchObject({ status: 200, body: text });
  });
});

describe('the schemas of the manifest', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const fits = (name: string, outcome: 'success' | 'fail', body: unknown) => {
    const validate = ajv.compile(parse(text).endpoints[name].outputs[outcome]);
    validate(body);
    expect(validate.errors ?? []).toEqual([]);
  };

  test('fit replies that were not recorded', async () => {
    const key = testKey();
    const post = (name: string, body: object) => call(functions.get(name)!.handler, { key, body });
    const customer = await post('create-customer', {});
    fits('create-customer', 'success', customer.body);
    const card = await post('create-card', { customer: customer.body.id, token: 'tok_mastercard' });
    fits('create-card', 'success', card.body);
    fits('list-cards', 'success', (await post('list-cards', { customer: customer.body.id })).body);
    const charge = await post('create-charge', {
      amount: '1234',
      currency: 'EUR',
      customer: customer.body.id,
      capture: 'false',
      description: 'Socks',
    });
    fits('create-charge', 'success', charge.body);
    fits('delete-card', 'success', (await post('delete-card', { card: card.body.id })).body);
  });

  test.each([
    [401, 'create-charge', {}, { key: '' }],
    [400, 'create-charge', { amount: 'x', currency: 1 }, {}],
    [400, 'create-customer', '{', {}],
    [402, 'create-charge', { amount: 500, currency: 'usd', card: 'tok_chargeDeclined' }, {}],
    [404, 'list-cards', { customer: 'cus_unknown' }, {}],
    [405, 'list-cards', {}, { method: 'GET' }],
  ])('fit errors with status %i', async (status, name, body, more) => {
    const reply = await call(functions.get(name)!.handler, { key: testKey(), body, ...more });
    expect(reply.status).toBe(status);
    fits(name, 'fail', reply.body);
  });
});
