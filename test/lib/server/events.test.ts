/** The events that functions are called with are those of API Gateway's HTTP APIs. */
import { describe, expect, test } from '@jest/globals';
import { readRequest } from '#lib/http/request.ts';
import { send, serving } from './serving.ts';

const echo = (event: object) => ({ statusCode: 200, body: JSON.stringify(event) });

const server = serving({
  '* /echo': echo,
  'GET /things/{thing}': echo,
  '* /things/{thing}': echo,
  '* /things/fixed': echo,
  'POST /things/{thing}/parts/{part}': echo,
});

async function eventOf(
  ...[method, path, headers, body]: Parameters<typeof send> extends [unknown, ...infer R] ? R : never
) {
  const { status, json } = await send(server.port, method, path, headers, body);
  expect(status).toBe(200);
  return json();
}

test('all that is known of a request is in its event', async () => {
  const headers = { 'User-Agent': 'curl/8', 'X-Custom': 'a', 'Content-Type': 'application/json' };
  const event = await eventOf('POST', '/echo?b=1&a=2', headers, '{"c": "ä"}');
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'ANY /echo',
    rawPath: '/echo',
    rawQueryString: 'b=1&a=2',
    queryStringParameters: { b: '1', a: '2' },
    headers: {
      host: `127.0.0.1:${server.port}`,
      'user-agent': 'curl/8',
      'x-custom': 'a',
      'content-type': 'application/json',
      'content-length': '11',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': `${server.port}`,
      'x-forwarded-proto': 'http',
    },
    requestContext: {
      accountId: expect.any(String),
      apiId: expect.any(String),
      domainName: `127.0.0.1:${server.port}`,
      domainPrefix: expect.any(String),
      http: {
        method: 'POST',
        path: '/echo',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl/8',
      },
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      routeKey: 'ANY /echo',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: '{"c": "ä"}',
    isBase64Encoded: false,
  });
});

describe('the query', () => {
  test.each([
    ['is as the caller wrote it', 'a=%20b+c&d[]=1&d[]=2', { a: ' b c', 'd[]': '1,2' }],
    ['has commas between values of one name', 'a=1&b=2&a=3,4', { a: '1,3,4', b: '2' }],
    ['may have names without values, and names of objects', 'a&__proto__=b', { a: '', ['__proto__']: 'b' }],
    ['may hold question marks, and what is no percent code', 'a=?%zz', { a: '?%zz' }],
  ])('%s', async (_, query, parameters) => {
    const event = await eventOf('GET', `/echo?${query}`);
    expect(event.rawQueryString).toBe(query);
    expect(Object.entries(event.queryStringParameters)).toEqual(Object.entries(parameters));
  });

  test.each(['/echo', '/echo?'])('may be missing: %s', async (path) => {
    const event = await eventOf('GET', path);
    expect([event.rawPath, event.rawQueryString, 'queryStringParameters' in event]).toEqual([
      '/echo',
      '',
      false,
    ]);
  });
});

describe('headers', () => {
  test('of one name are joined', async () => {
    const { headers } = await eventOf('GET', '/echo', ['Host', 'a', 'X-A', '1', 'x-a', '2', 'X-A', '3']);
    expect(headers['x-a'].split(/, ?/)).toEqual(['1', '2', '3']);
  });

  test('that hold cookies are none', async () => {
    const event = await eventOf('GET', '/echo', ['Host', 'a', 'Cookie', 'a=1; b=2', 'Cookie', 'c=3']);
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  test('of the connection are left out', async () => {
    const { headers } = await eventOf(
      'POST',
      '/echo',
      { 'Transfer-Encoding': 'chunked', TE: 'trailers' },
      'a',
    );
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(headers).not.toHaveProperty('connection');
    expect(headers).not.toHaveProperty('te');
  });

  test('of proxies say whom they speak for', async () => {
    const { headers } = await eventOf('GET', '/echo', {
      'X-Forwarded-For': '203.0.113.7',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '443',
    });
    expect(headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    });
  });
});

describe('a body', () => {
  const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]);

  test.each([
    ['application/json', 'text', '{}', false],
    ['application/json; charset=utf-8', 'text', '{}', false],
    ['text/plain', 'text', 'ä', false],
    ['application/xml', 'text', '<a/>', false],
    ['application/x-www-form-urlencoded', 'base64', 'a=1', true],
    ['multipart/form-data; boundary=x', 'base64', '--x--', true],
    ['image/png', 'base64', PNG, true],
    ['application/json', 'base64, for it is no text', PNG, true],
    [undefined, 'base64', 'a', true],
  ])('of %s is %s', async (type, _, body, isBase64Encoded) => {
    const event = await eventOf('POST', '/echo', type === undefined ? {} : { 'Content-Type': type }, body);
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body, isBase64Encoded ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
  });

  test.each(['GET', 'DELETE', 'PUT', 'PATCH'])(
    'of %s reaches the function, chunked or not',
    async (method) => {
      for (const length of [{ 'Content-Length': 3 }, { 'Transfer-Encoding': 'chunked' }]) {
        const event = await eventOf(method, '/echo', { 'Content-Type': 'text/plain', ...length }, 'a=1');
        expect([event.requestContext.http.method, event.body]).toEqual([method, 'a=1']);
      }
    },
  );

  test('may be missing', async () => {
    const event = await eventOf('POST', '/echo', { 'Content-Length': 0 });
    expect(['body' in event, event.isBase64Encoded]).toEqual([false, false]);
  });

  test('that is chunked and empty was not lost', async () => {
    const event = await eventOf('DELETE', '/echo', { 'Transfer-Encoding': 'chunked' });
    expect(readRequest(event).headers).not.toHaveProperty('transfer-encoding');
  });
});

describe('routes', () => {
  test.each([
    ['POST', '/echo', 'ANY /echo', undefined],
    ['GET', '/things/1', 'GET /things/{thing}', { thing: '1' }],
    ['POST', '/things/1', 'ANY /things/{thing}', { thing: '1' }],
    ['GET', '/things/fixed', 'ANY /things/fixed', undefined],
    ['GET', '/things/a%2Fb%20c', 'GET /things/{thing}', { thing: 'a/b c' }],
    ['GET', '/things/a+b', 'GET /things/{thing}', { thing: 'a+b' }],
    ['GET', '/things/100%', 'GET /things/{thing}', { thing: '100%' }],
    ['POST', '/things/1/parts/2', 'POST /things/{thing}/parts/{part}', { thing: '1', part: '2' }],
    ['GET', '/things/1/parts/2', '$default', undefined],
    ['GET', '/things/', '$default', undefined],
    ['GET', '/echo/', '$default', undefined],
    ['GET', '/Echo', '$default', undefined],
    ['GET', '//echo', '$default', undefined],
    ['GET', '/', '$default', undefined],
    ['OPTIONS', '/echo', 'ANY /echo', undefined],
  ])('%s %s → %s', async (method, path, routeKey, pathParameters) => {
    const event = await eventOf(method, path);
    expect(event).toMatchObject({ routeKey, rawPath: path, requestContext: { routeKey } });
    expect(event.pathParameters).toEqual(pathParameters);
  });

  test('a whole address names its path', async () => {
    const { rawPath, rawQueryString } = await eventOf('GET', 'http://example.com/echo?a=1');
    expect([rawPath, rawQueryString]).toEqual(['/echo', 'a=1']);
  });
});
