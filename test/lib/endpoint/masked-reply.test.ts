import { describe, expect, test } from '@jest/globals';
import { credentialsIn, maskReply } from '#lib/endpoint/masked-reply.ts';
import type { HttpResponse } from '#lib/http/response.ts';

const KEY = 'sk_test_maskedReply';
const NUMBER = '4242424242424242';

const sensitive = {
  credentials: [KEY],
  secrets: [NUMBER, '4242 4242 4242 4242', '987', 'tok_retrieved'],
  request: { headers: { 'idempotency-key': '4000000000000002' } },
};

function reply(body: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { statusCode: 200, headers, body };
}

describe('what is found again after a success', () => {
  test.each([
    ['the id of a token that was asked for', '{"id": "tok_retrieved", "object": "token"}'],
    ['the end of a number', '{"last4": "4242", "metadata": {"last4": "4242"}}'],
    ['what looks like a number and was not sent as one', '{"metadata": {"order": "4012888888881881"}}'],
    ['the security code, where it is something else', '{"metadata": {"room": "987"}}'],
    [
      'a key that begins with that of the call',
      `{"keys": {"secret": "${KEY}2", "publishable": "pk_test_1"}}`,
    ],
    ['a secret key of another account', '{"keys": {"secret": "sk_test_managed"}}'],
    ['numbers that a program would round', '{"amount": 1.0, "id": 12345678901234567890}'],
    ['how Stripe writes JSON', '{\n  "name": "Zo\\u00eb \\/ \\u0041",\n  "a": 1,\n  "a": 2\n}\n'],
    ['what is no JSON', 'swagger: "2.0"\n'],
  ])('%s', (_, body) => {
    expect(maskReply(reply(body), sensitive, false).body).toBe(body);
  });

  test.each([
    ['the key of the call', `{"metadata": {"key": "${KEY}"}}`, '{"metadata": {"key": "sk_…"}}'],
    ['the key, escaped', '{"key": "\\u0073k_test_maskedReply"}', '{"key": "sk_…"}'],
    ['the number that was sent', `{"description": "Card ${NUMBER}"}`, '{"description": "Card …"}'],
    ['the number, spelled otherwise', '{"description": "4242-4242-4242-4242"}', '{"description": "…"}'],
  ])('is not %s', (_, body, masked) => {
    expect(maskReply(reply(body), sensitive, false).body).toBe(masked);
  });
});

describe('what went wrong', () => {
  test.each([
    ['the key', `Invalid API Key: ${KEY}`, 'Invalid API Key: sk_…'],
    ['another key', 'not sk_live_1, nor rk_test_2', 'not sk_…, nor rk_…'],
    ['a key in an encoded name', 'a%5Brk_test_2%5D', 'a%5Brk_…%5D'],
    ['a number that was sent as one', `Card ${NUMBER} declined`, 'Card … declined'],
    ['any other number', 'No such order: 4012 8888 8888 1881', 'No such order: …'],
    ['a security code', 'The code 987 is wrong', 'The code … is wrong'],
    ['a token', 'No such token: tok_retrieved', 'No such token: tok_…'],
  ])('is told without %s', (_, message, masked) => {
    const body = JSON.stringify({ error: { message, code: message, param: message } });
    const shown = JSON.parse(maskReply(reply(body), sensitive, true).body);
    expect(shown).toEqual({ error: { message: masked, code: masked, param: masked } });
  });

  test.each([
    ['the idempotency key, which is the caller’s', 'repeat it with 4000000000000002'],
    ['an id of the log', 'by the id 40000000-0987-4000-8000-000000000002'],
    ['a key that only shows the form of one', 'e.g. sk_test_…'],
    ['an amount and a time', 'got 500 at 1467763200'],
  ])('is told with %s', (_, message) => {
    const body = `{\n  "error": { "message": ${JSON.stringify(message)} }\n}`;
    expect(maskReply(reply(body), sensitive, true).body).toBe(body);
  });

  test('is told with an idempotency key that contains the security code, and with none that contains a token', () => {
    const told = (key: string) => {
      const of = { ...sensitive, request: { headers: { 'idempotency-key': key } } };
      return maskReply(reply(JSON.stringify({ idempotency_key: key })), of, true).body;
    };
    expect(told('order-987')).toBe('{"idempotency_key":"order-987"}');
    expect(told('order-tok_retrieved')).toBe('{"idempotency_key":"order-tok_…"}');
  });

  test('is told under names without secrets', () => {
    const body = `{"${KEY}": {"4242 4242 4242 4242": 1, "error": "x"}}`;
    expect(maskReply(reply(body), sensitive, true).body).toBe('{"sk_…": {"…": 1, "error": "x"}}');
  });

  test('is told even if it only begins like JSON', () => {
    expect(maskReply(reply(`{"a\\x": "${KEY}", `), sensitive, true).body).toBe('{"a\\x": "sk_…", ');
  });
});

test('headers hold no secret, and the idempotency key as it was chosen', () => {
  const headers = {
    'X-Ignored-Arguments': `${KEY}, 4012888888881881, 4242%204242%204242%204242, b`,
    'Idempotency-Key': '4000000000000002',
    'Retry-After': '987',
  };
  expect(maskReply(reply('{}', headers), sensitive, false).headers).toEqual({
    'X-Ignored-Arguments': 'sk_***, ***, ***, b',
    'Idempotency-Key': '4000000000000002',
    'Retry-After': '987',
  });
});

test('bytes are left alone', () => {
  const image = { ...reply(Buffer.from(KEY).toString('base64')), isBase64Encoded: true };
  expect(maskReply(image, sensitive, false)).toEqual(image);
});

describe('credentials are found in headers', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['none', {}, []],
    ['a bearer token', { authorization: `Bearer ${KEY}` }, [KEY]],
    ['a key alone', { authorization: KEY }, [KEY]],
    ['the key of a connection', { 'x-api-key': KEY }, [KEY]],
    ['a user of HTTP Basic', { authorization: `Basic ${btoa(`${KEY}:`)}` }, [btoa(`${KEY}:`), KEY]],
  ])('%s', (_, headers, found) => {
    expect(credentialsIn({ headers })).toEqual(found);
  });
});
