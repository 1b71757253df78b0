/** How serverless-offline, as `npm start` has it, passes requests on and tells of functions that failed. */
import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { json as jsonOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { takePort } from '#lib/cli/ports.ts';
import { ROOT, type Running, start } from '../helpers/command.ts';

let running: Running;
let port: number;

beforeAll(async () => {
  port = await takePort('PORT', 0);
  const script = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const args = ['offline', '--host=127.0.0.1', `--httpPort=${port}`, '--lambdaPort=0'];
  running = start(script, args, { SLS_LOG_LEVEL: 'notice' }, join(ROOT, 'test/offline/gateway'));
  await running.printed(/Server ready: http:/);
});
afterAll(async () => {
  running.kill('SIGKILL');
  await running.ended;
});

/** Sends a request as it is: `fetch` sends no body with GET. */
async function send(method: string, path: string, body = '', headers: OutgoingHttpHeaders = {}) {
  const sent = request({ host: '127.0.0.1', port, method, path, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject);
  });
  sent.end(body);
  const response = await answered;
  const type = response.headers['content-type'];
  return { status: response.statusCode, type, body: method === 'HEAD' ? undefined : await jsonOf(response) };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a body', () => {
  test.each(['GET', 'DELETE', 'POST'])('of %s reaches the function', async (method) => {
    const body = 'b[c]=%C3%A4';
    const lengths: OutgoingHttpHeaders[] = [
      { 'content-length': body.length },
      { 'transfer-encoding': 'chunked' },
    ];
    for (const length of lengths) {
      expect(await send(method, '/echo?a=1', body, { ...FORM, ...length })).toMatchObject({
        status: 200,
        body: { body, isBase64Encoded: false, rawQueryString: 'a=1' },
      });
    }
  });

  test('of HEAD is no obstacle', async () => {
    expect(await send('HEAD', '/echo', 'b=1', { ...FORM, 'content-length': 3 })).toMatchObject({
      status: 200,
    });
  });

  test('that is empty is none', async () => {
    expect(await send('GET', '/echo')).toMatchObject({ status: 200, body: { body: null } });
  });

  test('that is too large is rejected', async () => {
    const body = 'x'.repeat(10 * 1024 * 1024 + 1);
    expect(await send('GET', '/echo', body, { ...FORM, 'content-length': body.length })).toMatchObject({
      status: 413,
      body: { error: { type: 'invalid_request_error' } },
    });
  });
});

test('headers have the names that the function gave them', async () => {
  const sent = request({ host: '127.0.0.1', port, path: '/rejecting' }).end();
  const [{ rawHeaders }] = (await once(sent, 'response')) as [IncomingMessage];
  expect(rawHeaders).toEqual(
    expect.arrayContaining(['Request-Id', 'Stripe-Version', 'WWW-Authenticate', 'Content-Type']),
  );
  sent.destroy();
});

test.each(['a b.example', 'a/b', 'a:b'])('a header Host that names no host is rejected: %p', async (host) => {
  expect(await send('GET', '/echo', '', { host })).toMatchObject({
    status: 400,
    body: {
      error: {
        type: 'invalid_request_error',
        message: 'The header Host must be a valid host name.',
        code: 'header_invalid',
      },
    },
  });
});

describe('a failure is told as one', () => {
  test.each([
    [504, '/silent', /did not respond in time/],
    [502, '/broken', /The function failed/],
  ])('%i from %s', async (status, path, message) => {
    expect(await send('GET', path)).toEqual({
      status,
      type: expect.stringMatching(/^application\/json/),
      body: { error: { type: 'api_error', message: expect.stringMatching(message) } },
    });
  });

  test('and its reason is printed', () => {
    expect(running.output()).toContain('broken by a test');
  });
});
