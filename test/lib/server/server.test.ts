/** The server itself: replies, limits, failures, and how it ends. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { Bodies } from '#lib/server/body.ts';
import { FUNCTION_TIMEOUT, HEALTH, startServer } from '#lib/server/server.ts';
import { ROOT } from '../../helpers/command.ts';
import { send, serving, startServing } from './serving.ts';

const ok = () => ({ statusCode: 200, body: 'ok' });

/** Sends bytes as they are, and gives all that comes back until the connection is closed. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('a reply', () => {
  const server = serving({
    '* /plain': () => ({
      statusCode: 201,
      headers: { 'Request-Id': 'req_1', 'WWW-Authenticate': 'Basic' },
      body: 'ä',
    }),
    '* /cookies': () => ({ statusCode: 200, cookies: ['a=1; Path=/', 'b=2'], body: '' }),
    '* /binary': () => ({ statusCode: 200, body: '/wA=', isBase64Encoded: true }),
    '* /none': () => ({ statusCode: 204, headers: { Allow: 'GET' }, body: '' }),
  });

  test('has the status, the names of headers and the body that the function gave', async () => {
    const { status, rawHeaders, headers, body } = await send(server.port, 'GET', '/plain');
    expect([status, body.toString(), headers['content-length']]).toEqual([201, 'ä', '2']);
    expect(rawHeaders).toEqual(expect.arrayContaining(['Request-Id', 'WWW-Authenticate', 'Content-Length']));
  });

  test('has each cookie in a header of its own', async () => {
    const { headers } = await send(server.port, 'GET', '/cookies');
    expect(headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2']);
  });

  test('may be bytes', async () => {
    expect((await send(server.port, 'GET', '/binary')).body).toEqual(Buffer.from([0xff, 0]));
  });

  test('may have no body', async () => {
    const { status, headers } = await send(server.port, 'OPTIONS', '/none');
    expect([status, headers['content-length'], headers.allow]).toEqual([204, undefined, 'GET']);
  });

  test('to HEAD says how long it would be', async () => {
    const { headers, body } = await send(server.port, 'HEAD', '/plain');
    expect([headers['content-length'], body.byteLength]).toEqual(['2', 0]);
  });

  test('has no header that lets other origins in', async () => {
    const { headers } = await send(server.port, 'OPTIONS', '/plain', {
      origin: 'https://example.com',
      'access-control-request-method': 'POST',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('is followed by others on the same connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<Socket>();
    for (let call = 0; call < 3; call += 1) {
      const sent = request({ host: '127.0.0.1', port: server.port, path: '/plain', agent }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      expect(await text(response)).toBe('ä');
      sockets.add(response.socket);
    }
    agent.destroy();
    expect(sockets.size).toBe(1);
  });
});

describe('what the server does not pass on', () => {
  const called = jest.fn(ok);
  const server = serving({ '* /echo': called });

  test('a body that is too large', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    for (const length of [{ 'Content-Length': body.length }, { 'Transfer-Encoding': 'chunked' }]) {
      const { status, json } = await send(server.port, 'POST', '/echo', length, body);
      expect([status, json()]).toMatchObject([
        413,
        { error: { type: 'invalid_request_error', message: 'The body is larger than 10485760 bytes.' } },
      ]);
    }
    expect(called).not.toHaveBeenCalled();
  });

  test('the largest body is passed on', async () => {
    expect((await send(server.port, 'POST', '/echo', {}, Buffer.alloc(10 * 1024 * 1024))).status).toBe(200);
    called.mockClear();
  });

  test.each(['a b.example', 'a/b', 'a:b'])('a header Host that names no host: %p', async (host) => {
    const { status, json } = await send(server.port, 'GET', '/echo', { host });
    expect([status, json()]).toMatchObject([
      400,
      { error: { type: 'invalid_request_error', message: 'The header Host must be a valid host name.' } },
    ]);
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 /, 'The request is not valid HTTP.'],
    [
      'no path',
      'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 400 /,
      'has no valid path',
    ],
    [
      'too many headers',
      `GET /echo HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
      'The headers are larger than 16384 bytes.',
    ],
    [
      'no host',
      'GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 400 /,
      'The header Host must be a valid host name.',
    ],
    [
      'a tunnel',
      'CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n',
      /^HTTP\/1.1 400 /,
      'has no valid path',
    ],
    [
      'two lengths',
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      /^HTTP\/1.1 400 /,
      'The request is not valid HTTP.',
    ],
  ])('%s', async (_, bytes, status, message) => {
    const reply = await exchange(server.port, bytes);
    expect(reply).toMatch(status);
    expect(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n')))).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining(message) },
    });
    expect(called).not.toHaveBeenCalled();
  });
});

describe('a connection', () => {
  let slow = Promise.withResolvers<(reply: unknown) => void>();
  const server = serving({
    '* /echo': ({ body = '' }) => ({ statusCode: 200, body: `got ${Buffer.from(body, 'base64')}` }),
    '* /slow': () => new Promise((resolve) => slow.resolve(resolve)),
  });
  const statuses = (reply: string) => [...reply.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status);
  const to = (path: string, ...headers: string[]) =>
    `${[`POST ${path} HTTP/1.1`, 'Host: a', ...headers].join('\r\n')}\r\n\r\n`;
  const chunked = to('/echo', 'Transfer-Encoding: chunked');

  test.each([
    ['no HTTP', 'hello\r\n\r\n', '400'],
    ['a body that is broken', `${chunked}zz\r\n`, '400'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', '400'],
    ['too many headers', to('/echo', `X: ${'x'.repeat(17_000)}`), '431'],
  ])('answers what was sent first before it rejects %s', async (_, bytes, status) => {
    slow = Promise.withResolvers();
    const reply = exchange(server.port, to('/echo') + to('/slow') + bytes);
    const finish = await slow.promise;
    finish({ statusCode: 200, body: 'slow' });
    expect(statuses(await reply)).toEqual(['200', '200', status]);
    expect(await reply).toMatch(/got [\s\S]*slow[\s\S]*"type":"invalid_request_error"/);
  });

  test('takes an expectation that nobody knows for none', async () => {
    const bytes = to('/echo', 'Connection: close', 'Expect: more', 'Content-Length: 3');
    expect(await exchange(server.port, `${bytes}abc`)).toMatch(/^HTTP\/1.1 200 [\s\S]*got abc$/);
  });

  test('without HTTP 1.1 needs no host', async () => {
    expect(await exchange(server.port, 'GET /echo HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });

  test('loses no header of many', async () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `x${index}: y`);
    const reply = await exchange(
      server.port,
      `${to('/echo', ...many, 'Connection: close', 'Content-Length: 3')}abc`,
    );
    expect(reply).toMatch(/^HTTP\/1.1 (200 [\s\S]*got abc|431 [\s\S]*headers have more than)/);
  });
});

describe('a client that is slow', () => {
  const called = jest.fn(ok);
  const server = serving({ '* /echo': called }, { requestTimeout: 400 });

  test.each([
    ['headers', 'POST /echo HTTP/1.1\r\nHost: a\r\n'],
    ['a body', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345'],
  ])('with %s is told so, and disconnected', async (_, bytes) => {
    const reply = await exchange(server.port, bytes);
    expect(reply).toMatch(/^HTTP\/1.1 408 /);
    expect(reply).toContain('The request did not arrive in time.');
    expect(called).not.toHaveBeenCalled();
  });
});

describe('what was rejected', () => {
  const called = jest.fn((event: { rawPath: string }) => ({ statusCode: 200, body: event.rawPath }));
  const server = serving({ '* /echo': called as never }, { requestTimeout: 400 });

  test.each([
    ['with the rest of its body', '67890'],
    [
      'with more requests',
      '67890GET /next HTTP/1.1\r\nHost: a\r\n\r\nGET /third HTTP/1.1\r\nHost: a\r\n\r\n',
    ],
  ])('is not carried out when it arrives late, %s', async (_, rest) => {
    called.mockClear();
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345');
    const [reply] = await once(socket, 'data');
    expect(String(reply)).toMatch(/^HTTP\/1.1 408 /);
    socket.end(rest);
    expect(await text(socket)).toBe('');
    // Whoever asks later is answered later.
    await send(server.port, 'GET', '/last');
    expect(called.mock.calls.map(([{ rawPath }]) => rawPath)).toEqual(['/last']);
  });

  test('is not carried out once an earlier request is answered', async () => {
    called.mockClear();
    const first = Promise.withResolvers<void>();
    called.mockImplementationOnce((async ({ rawPath }: { rawPath: string }) => {
      await first.promise;
      return { statusCode: 200, body: rawPath };
    }) as never);
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const post = (path: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n`;
    socket.write(`${post('/first')}1${post('/late')}`);
    const replies = text(socket);
    await send(server.port, 'POST', '/other', { 'content-length': 2 }, '1').catch(() => undefined);
    first.resolve();
    expect(await replies).toMatch(/^HTTP\/1.1 200 [\s\S]*\/firstHTTP\/1.1 408 /);
    socket.end('1');
    await send(server.port, 'GET', '/last');
    expect(called.mock.calls.map(([{ rawPath }]) => rawPath)).toEqual(['/first', '/last']);
  });
});

test('a client that leaves while it sends holds nothing', async () => {
  const bodies = new Bodies();
  const { promise: result, resolve } = Promise.withResolvers<unknown>();
  const { promise: begun, resolve: begins } = Promise.withResolvers<void>();
  const server = createServer(async (asked) => {
    const reading = bodies.read(asked);
    asked.once('data', () => begins());
    resolve(await reading);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345');
  await begun;
  expect(bodies.held).toBe(5);
  socket.destroy();
  expect(await result).toBe('gone');
  expect(bodies.held).toBe(0);
  server.close();
});

test('bodies that are too large together are turned away', async () => {
  const bodies = new Bodies(100, 150);
  const read = (size: number) => {
    const stream = Object.assign(Readable.from([Buffer.alloc(size)]), {
      headers: { 'content-length': `${size}` },
      complete: true,
    });
    return bodies.read(stream as unknown as IncomingMessage);
  };
  expect(await read(101)).toBe('large');
  const first = (await read(100)) as Buffer;
  expect([first.byteLength, bodies.held]).toEqual([100, 100]);
  expect(await read(51)).toBe('busy');
  bodies.release(first);
  expect(bodies.held).toBe(0);
  expect(await read(51)).toBeInstanceOf(Buffer);
});

describe('a function', () => {
  const lines: string[] = [];
  const logged = jest.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
  const level = process.env['LOG_LEVEL'];
  const contexts: { awsRequestId: string; getRemainingTimeInMillis(): number }[] = [];
  let loads = 0;
  const server = serving(
    {
      '* /throws': () => {
        throw new Error('broken by a test');
      },
      '* /rejects': async () => {
        throw 'no error at all';
      },
      '* /nothing': () => undefined,
      '* /strange': () => ({ statusCode: 999, body: '' }),
      '* /header': () => ({ statusCode: 200, headers: { 'X-A': 'a\nb' }, body: '' }),
      '* /silent': () => new Promise(() => undefined),
      '* /context': (_, context) => {
        contexts.push(context);
        return ok();
      },
    },
    { timeout: 200 },
  );

  beforeAll(() => {
    process.env['LOG_LEVEL'] = 'error';
  });
  afterAll(() => {
    process.env['LOG_LEVEL'] = level;
    logged.mockRestore();
  });

  test.each(['/throws', '/rejects', '/nothing', '/strange', '/header'])(
    'that gives no reply is told as a failure, and logged: %s',
    async (path) => {
      lines.length = 0;
      const { status, headers, json, body } = await send(server.port, 'GET', path);
      const id = headers['x-correlation-id'];
      expect([status, json()]).toEqual([
        502,
        { error: { type: 'api_error', message: `The function failed. Search the log for ${id}.` } },
      ]);
      expect(body.toString()).not.toMatch(/broken|at .*\.ts/);
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          level: 'error',
          endpoint: `GET ${path}`,
          status: 502,
          correlation_id: id,
          failure: 'defect',
          error: expect.any(String),
        }),
      ]);
    },
  );

  test('that does not answer in time is told as a failure, and logged', async () => {
    lines.length = 0;
    const { status, json } = await send(server.port, 'GET', '/silent');
    expect([status, json()]).toEqual([
      504,
      {
        error: {
          type: 'api_error',
          message: 'The function timed out. The call may have succeeded.',
        },
      },
    ]);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      status: 504,
      failure: 'timeout',
      error: 'The function timed out after 200 ms.',
    });
  });

  test('knows its call and how long it has', async () => {
    await send(server.port, 'GET', '/context');
    await send(server.port, 'GET', '/context');
    const [one, other] = contexts;
    expect(one!.awsRequestId).toMatch(/^[\da-f-]{36}$/);
    expect(one!.awsRequestId).not.toBe(other!.awsRequestId);
    expect(one!.getRemainingTimeInMillis()).toBeLessThanOrEqual(200);
  });

  test('has the time that AWS Lambda gives it', () => {
    const { provider } = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'));
    expect(FUNCTION_TIMEOUT).toBe(provider.timeout * 1000);
  });

  test('is loaded once, when it is first called; where that fails, with the next call', async () => {
    let isBroken = true;
    const routes = [{ method: '*', path: '$default', file: 'a', siblingMethods: ['PUT'] }];
    const handler = Object.assign(async () => ok(), { siblingMethods: [] as readonly string[] });
    const lazy = await startServer({
      routes,
      host: '127.0.0.1',
      port: 0,
      load: async () => {
        loads += 1;
        if (isBroken) {
          throw new Error('no such file');
        }
        return { handler: handler as never };
      },
    });
    expect(loads).toBe(0);
    expect((await send(lazy.port, 'GET', '/a')).status).toBe(502);
    isBroken = false;
    expect((await send(lazy.port, 'GET', '/a')).status).toBe(200);
    expect((await send(lazy.port, 'GET', '/a')).status).toBe(200);
    expect(loads).toBe(2);
    expect(handler.siblingMethods).toEqual(['PUT']);
    await lazy.close();
  });
});

describe('its health', () => {
  const called = jest.fn(ok);
  const server = serving({ '* /echo': called });

  test('is told without a function', async () => {
    const { status, json } = await send(server.port, 'GET', HEALTH);
    expect([status, json()]).toEqual([200, { status: 'ok' }]);
    expect((await send(server.port, 'HEAD', `${HEALTH}?a=1`)).status).toBe(200);
    const post = await send(server.port, 'POST', HEALTH);
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(called).not.toHaveBeenCalled();
  });

  test('is where no endpoint can be', async () => {
    await expect(startServing({ [`* ${HEALTH}`]: ok })).rejects.toThrow('no endpoint can be there');
  });
});

describe('its end', () => {
  test('waits for calls in flight, and for no idle connection', async () => {
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: answer, resolve: answers } = Promise.withResolvers<object>();
    const server = await startServing({
      '* /slow': () => {
        isAsked();
        return answer;
      },
    });
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const replied = send(server.port, 'GET', '/slow', { connection: 'keep-alive' });
    await asked;
    const closed = server.close();
    await once(idle, 'close');
    await expect(send(server.port, 'GET', HEALTH)).rejects.toThrow('ECONNREFUSED');
    answers(ok());
    const { status, headers } = await replied;
    expect([status, headers.connection]).toEqual([200, 'close']);
    await closed;
  });

  test('says on open connections that it is near', async () => {
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: answer, resolve: answers } = Promise.withResolvers<object>();
    const server = await startServing({
      '* /slow': () => {
        isAsked();
        return answer;
      },
    });
    // Two requests at once on one connection: the second is read when the server is closing.
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked;
    const closed = server.close();
    socket.write(`GET ${HEALTH} HTTP/1.1\r\nHost: a\r\n\r\n`);
    answers(ok());
    const replies = await text(socket);
    expect(replies).toMatch(/^HTTP\/1.1 200 OK/);
    await closed;
  });

  test('comes when the grace is over', async () => {
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const server = await startServing({
      '* /silent': () => {
        isAsked();
        return new Promise(() => undefined);
      },
    });
    const failed = send(server.port, 'GET', '/silent').catch((error: Error) => error.message);
    await asked;
    await server.close(1);
    expect(await failed).toBe('socket hang up');
  });
});

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1'],
])('what listens on %s is reached at %s', async (host, reached) => {
  const server = await startServing({ '* /echo': ok }, { host });
  expect(server.url).toBe(`http://${reached}:${server.port}`);
  expect((await fetch(`${server.url}${HEALTH}`)).status).toBe(200);
  await server.close();
});

test('300 calls at once are all answered', async () => {
  const server = await startServing({ '* /echo': ({ body }) => ({ statusCode: 200, body: body ?? '' }) });
  const bodies = Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(10_000)}`);
  const replies = await Promise.all(
    bodies.map((body) => send(server.port, 'POST', '/echo', { 'content-type': 'text/plain' }, body)),
  );
  expect(replies.map(({ body }) => body.toString())).toEqual(bodies);
  await server.close();
});
