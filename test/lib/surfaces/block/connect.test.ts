/** Blocks as RapidAPI's clients call them; the requests are those of the npm package `rapidapi-connect` and of its Java sibling. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Gateway, startGateway } from '../../../helpers/gateway.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';

testSandbox();

let gateway: Gateway;
let key: string;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  key = testKey();
});

/** The name and the key of a project of RapidAPI; they are no key of Stripe's. */
const PROJECT = `Basic ${Buffer.from('my-project:0f4e1f2c').toString('base64')}`;

async function post(block: string, body: string | FormData, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/connect/Stripe/${block}`, {
    method: 'POST',
    headers: { Authorization: PROJECT, 'User-Agent': 'RapidAPIConnect_NodeJS', ...headers },
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
  return { status: response.status, body: (await response.json()) as any };
}

const postJson = (block: string, args: object) =>
  post(block, JSON.stringify(args), { 'Content-Type': 'application/json' });

test('arguments as JSON give a payload', async () => {
  const args = { apiKey: key, amount: '500', currency: 'usd', source: 'tok_visa' };
  expect(await postJson('createCharge', args)).toMatchObject({
    status: 200,
    body: { outcome: 'success', payload: { object: 'charge', amount: 500 } },
  });
});

test('the payload is there whatever name the answer is to have', async () => {
  expect((await postJson('getAccountBalance', { apiKey: key, to: 'balance' })).body).toMatchObject({
    outcome: 'success',
    payload: { object: 'balance' },
  });
});

describe('what is wrong is told as the payload of an error', () => {
  test.each([
    ['at Stripe', { source: 'tok_chargeDeclined' }, { status_code: 'API_ERROR', code: 'card_declined' }],
    ['with an argument', { amount: 'x' }, { status_code: 'INVALID_FIELDS' }],
    ['with a missing argument', { currency: '' }, { status_code: 'REQUIRED_FIELDS', fields: ['currency'] }],
  ])('%s', async (_, wrong, payload) => {
    const args = { apiKey: key, amount: 500, currency: 'usd', source: 'tok_visa', ...wrong };
    expect(await postJson('createCharge', args)).toMatchObject({
      status: 200,
      body: { outcome: 'error', payload },
    });
  });

  test('without a key of Stripe’s, whatever the project’s key', async () => {
    expect((await postJson('getAccountBalance', {})).body).toMatchObject({
      outcome: 'error',
      payload: { status_code: 'REQUIRED_FIELDS', fields: ['apiKey'] },
    });
  });

  test('with the status where the request cannot be read', async () => {
    expect(await post('createCharge', '{', { 'Content-Type': 'application/json' })).toMatchObject({
      status: 400,
      body: { outcome: 'error', payload: { type: 'invalid_request_error' } },
    });
  });
});

describe('a multipart form', () => {
  const formOf = (args: Readonly<Record<string, string | Blob>>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(args)) {
      form.append(name, value);
    }
    return form;
  };

  test('holds arguments', async () => {
    const form = formOf({
      apiKey: key,
      amount: '500',
      currency: 'usd',
      source: 'tok_visa',
      'metadata[order]': '6735',
    });
    expect((await post('createCharge', form)).body).toMatchObject({
      outcome: 'success',
      payload: { amount: 500, metadata: { order: '6735' } },
    });
  });

  test('holds a file', async () => {
    const file = new File([Buffer.from('%PDF-1.4\n%%EOF')], 'evidence.pdf', { type: 'application/pdf' });
    const form = formOf({ apiKey: key, purpose: 'dispute_evidence', file });
    expect((await post('createFileUpload', form)).body).toMatchObject({
      outcome: 'success',
      payload: { object: 'file_upload', type: 'pdf', size: 14 },
    });
  });

  test('that cannot be read is rejected', async () => {
    const type = { 'Content-Type': 'multipart/form-data; boundary=x' };
    expect(await post('createCharge', 'no boundary in here', type)).toMatchObject({
      status: 400,
      body: { outcome: 'error', payload: { message: expect.stringContaining('boundary') } },
    });
  });
});
