/** The actions, with good input and bad, at the sandbox. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { handler as createCustomer } from '../../../../functions/connector/CreateCustomer.ts';
import { handler as createProduct } from '../../../../functions/connector/CreateProduct.ts';
import { handler as getCustomer } from '../../../../functions/connector/GetCustomer.ts';
import { handler as updateCustomer } from '../../../../functions/connector/UpdateCustomer.ts';
import { handler as updateProduct } from '../../../../functions/connector/UpdateProduct.ts';
import { type Api, apiAt } from '../../../helpers/api.ts';
import { call, type Sent } from '../../../helpers/call.ts';
import { testSandbox } from '../../../helpers/sandbox.ts';
import { sandboxOfWay } from '../../../helpers/ways.ts';

const sandbox = testSandbox(sandboxOfWay());
let api: Api;

beforeAll(() => {
  api = apiAt(sandbox.url);
});

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Calls an action; what stands in braces in its path is the id. */
function act(handler: Handler, sent: Sent = {}, id = ''): ReturnType<typeof call> {
  const route = handler.endpoint.path('x');
  return call(handler, { key: api.key, route, path: route.replace('{Id}', encodeURIComponent(id)), ...sent });
}

const PICTURES = ['https://example.com/1.png', 'https://example.com/2.png'];

describe('CreateProduct', () => {
  test('creates a product of all that it is told', async () => {
    const body = {
      Name: 'T-shirt',
      Id: 'shirt',
      Active: false,
      Caption: 'Soft and warm',
      Description: 'Comfortable cotton',
      Images: PICTURES,
      Shippable: false,
      URL: 'https://example.com/shirt',
    };
    const reply = await act(createProduct, { body });
    expect(reply).toMatchObject({ status: 200, headers: { 'request-id': expect.stringMatching(/^req_/) } });
    expect(reply.body).toEqual({
      id: 'shirt',
      active: false,
      caption: 'Soft and warm',
      created: expect.stringMatching(TIME),
      description: 'Comfortable cotton',
      images: PICTURES,
      name: 'T-shirt',
      shippable: false,
      updated: expect.stringMatching(TIME),
      url: 'https://example.com/shirt',
    });
  });

  test('needs no more than a name', async () => {
    const { status, body } = await act(createProduct, { body: { Name: 'Cap' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ active: true, caption: null, images: [], shippable: true, url: null });
    expect(body.id).toMatch(/^prod_/);
  });

  test.each<[string, Sent]>([
    ['as a text with commas', { body: { Name: 'Cap', Images: PICTURES.join(', ') } }],
    ['as a form', { body: `Name=Cap&Images=${encodeURIComponent(PICTURES.join())}` }],
    ['in the query', { query: { Name: 'Cap', Images: PICTURES } }],
    ['as Stripe spells it', { body: { name: 'Cap', images: PICTURES } }],
  ])('takes images %s', async (_, sent) => {
    expect((await act(createProduct, sent)).body).toMatchObject({ name: 'Cap', images: PICTURES });
  });

  test('tells all that is wrong at once, before it calls Stripe', async () => {
    const body = { Active: 'perhaps', Images: [{}], URL: {}, Colour: 'red' };
    const reply = await act(createProduct, { body });
    expect(reply).toMatchObject({
      status: 400,
      headers: { 'x-ignored-arguments': 'Colour' },
      body: {
        status: 400,
        error: { type: 'invalid_request_error', param: 'Name', code: 'parameter_missing' },
      },
    });
    expect(reply.body.error.errors.map(({ param }: { param: string }) => param)).toEqual([
      'Name',
      'Active',
      'Images[0]',
      'URL',
    ]);
    expect(reply.body.message).toBe(reply.body.error.message);
    expect(reply.headers).not.toHaveProperty('request-id');
  });

  test('takes at most eight images', async () => {
    const Images = Array.from({ length: 9 }, (_, index) => `https://example.com/${index}.png`);
    const reply = await act(createProduct, { body: { Name: 'Cap', Images } });
    expect(reply).toMatchObject({ status: 400, body: { error: { param: 'Images' } } });
    expect(reply.body.message).toContain('at most 8');
  });

  test('passes on that Stripe has a product of that id', async () => {
    const body = { Name: 'Cap', Id: 'twice' };
    await act(createProduct, { body });
    const reply = await act(createProduct, { body });
    expect(reply).toMatchObject({ status: 400, body: { error: { request_id: expect.any(String) } } });
    expect(reply.body.message).toMatch(/already exists/);
  });
});

describe('UpdateProduct', () => {
  test('changes what it is told and leaves the rest', async () => {
    const { body: made } = await act(createProduct, {
      body: { Name: 'Cap', Caption: 'Warm', Images: PICTURES },
    });
    const reply = await act(updateProduct, { body: { Name: 'Hat', Active: 'false' } }, made.id);
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.body).toEqual({
      ...made,
      name: 'Hat',
      active: false,
      updated: expect.stringMatching(TIME),
    });
  });

  test.each([[''], [[]], [null]])('removes all images with %j', async (Images) => {
    const { body: made } = await act(createProduct, { body: { Name: 'Cap', Images: PICTURES } });
    const reply = await act(updateProduct, { body: { Name: 'Cap', Images } }, made.id);
    expect(reply).toMatchObject({ status: 200, body: { images: [] } });
  });

  test('needs a name', async () => {
    const reply = await act(updateProduct, { body: { Caption: 'Warm' } }, 'shirt');
    expect(reply).toMatchObject({ status: 400, body: { error: { param: 'Name' } } });
  });

  test('goes by the id in the path', async () => {
    const { body: made } = await act(createProduct, { body: { Name: 'Cap' } });
    const reply = await act(updateProduct, { body: { Id: 'other', Name: 'Hat' } }, made.id);
    expect(reply).toMatchObject({ status: 200, body: { id: made.id } });
  });

  test('says which argument names no product', async () => {
    const reply = await act(updateProduct, { body: { Name: 'Hat' } }, 'prod_unknown');
    expect(reply).toMatchObject({ status: 404, body: { status: 404, error: { param: 'Id' } } });
    expect(reply.body.message).toContain('prod_unknown');
  });
});

describe('customers', () => {
  const reply = {
    id: expect.stringMatching(/^cus_/),
    account_balance: 0,
    created: expect.stringMatching(TIME),
    currency: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
  };

  test('CreateCustomer creates one of what it is told, or of nothing', async () => {
    const body = { Description: 'Jenny', Email: 'jenny@example.com' };
    expect((await act(createCustomer, { body })).body).toEqual({
      ...reply,
      description: 'Jenny',
      email: 'jenny@example.com',
    });
    expect((await act(createCustomer)).body).toEqual(reply);
  });

  test('CreateCustomer refuses what is no text, and leaves the form of an address to Stripe', async () => {
    expect(await act(createCustomer, { body: { Email: ['jenny'] } })).toMatchObject({
      status: 400,
      body: { error: { param: 'Email', code: 'parameter_invalid' } },
    });
    expect(await act(createCustomer, { body: { Email: 'jenny' } })).toMatchObject({
      status: 200,
      body: { email: 'jenny' },
    });
  });

  test.each(['1.0', '2.0'] as const)('GetCustomer gets one, in events of format %s', async (format) => {
    await api.post('/v1/coupons', { id: `off${format}`, percent_off: 25, duration: 'forever' });
    const { id } = await api.post('/v1/customers', { coupon: `off${format}`, account_balance: -500 });
    expect((await act(getCustomer, { format }, id)).body).toEqual({
      ...reply,
      id,
      account_balance: -500,
      currency: 'usd',
      discount: `off${format}`,
    });
  });

  test('GetCustomer finds none that was deleted, or never was', async () => {
    const { id } = await api.post('/v1/customers');
    await api.del(`/v1/customers/${id}`);
    expect(await act(getCustomer, {}, id)).toMatchObject({
      status: 404,
      body: { message: `The customer ${id} has been deleted.`, error: { param: 'Id' } },
    });
    expect(await act(getCustomer, {}, 'cus_unknown')).toMatchObject({
      status: 404,
      body: { error: { param: 'Id' } },
    });
  });

  test('UpdateCustomer changes what it is told and leaves the rest', async () => {
    const { id } = await api.post('/v1/customers', { description: 'Jenny', email: 'jenny@example.com' });
    const updated = await act(updateCustomer, { body: { Description: 'Jenny Rosen' } }, id);
    expect(updated.body).toEqual({
      ...reply,
      id,
      description: 'Jenny Rosen',
      email: 'jenny@example.com',
    });
  });

  test.each([[''], [null]])('UpdateCustomer removes with %j what was there', async (empty) => {
    const { id } = await api.post('/v1/customers', { description: 'Jenny', email: 'jenny@example.com' });
    const body = { Description: empty, Email: empty };
    expect((await act(updateCustomer, { body }, id)).body).toEqual({ ...reply, id });
  });

  test('UpdateCustomer refuses what is no text', async () => {
    const { id } = await api.post('/v1/customers');
    expect(await act(updateCustomer, { body: { Email: true } }, id)).toMatchObject({
      status: 400,
      body: { error: { param: 'Email' } },
    });
  });
});

test('an action that is called with another method names the right ones', async () => {
  // It knows which endpoints share a path.
  await readCatalogue();
  expect(await act(updateCustomer, { method: 'POST' }, 'cus_1')).toMatchObject({
    status: 405,
    headers: { allow: 'PATCH' },
  });
  for (const method of ['POST', 'DELETE', 'OPTIONS']) {
    expect(await act(getCustomer, { method }, 'cus_1')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, PATCH, HEAD' },
      body: {
        status: 405,
        message: expect.stringContaining('GET or PATCH'),
        error: { code: 'method_not_allowed' },
      },
    });
  }
});

describe('a retry by Logic Apps', () => {
  const create = (headers: Record<string, string>, Email = 'jenny@example.com') =>
    act(createCustomer, { body: { Email }, headers });
  const made = async () => (await api.get('/v1/customers?limit=100')).data.length;

  test.each([['x-ms-action-tracking-id'], ['x-ms-client-request-id'], ['idempotency-key']])(
    'of a call whose answer was lost makes nothing twice: %s',
    async (name) => {
      const before = await made();
      await api.post('/_sandbox/faults', {
        kind: 'drop_after',
        count: 3,
        path: '/v1/customers',
        method: 'POST',
      });
      const headers = { [name]: `7c9e6679-7425-40de-944b-${name}` };
      expect(await create(headers)).toMatchObject({ status: 502 });
      await api.del('/_sandbox/faults');
      expect(await create(headers)).toMatchObject({
        status: 200,
        headers: { 'idempotent-replayed': 'true' },
      });
      expect(await made()).toBe(before + 1);
    },
  );

  test('is told from other runs, and from other calls of the same run', async () => {
    const before = await made();
    await create({ 'x-ms-action-tracking-id': 'run-1', 'x-ms-client-request-id': 'request' });
    await create({ 'x-ms-action-tracking-id': 'run-2', 'x-ms-client-request-id': 'request' });
    await create({ 'x-ms-action-tracking-id': 'run-2' }, 'john@example.com');
    await create({});
    await create({});
    expect(await made()).toBe(before + 5);
  });
});
