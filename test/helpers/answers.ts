/** Unsuccessful responses that any call may get, from Stripe or from a proxy in front of it. */
import type { ServerResponse } from 'node:http';
import { LARGEST_RESPONSE } from '#lib/stripe/http-response.ts';

/** A response and its expected effect. */
export interface BadAnswer {
  readonly name: string;
  readonly write: (response: ServerResponse) => void;
  /** The expected status. */
  readonly status: number;
  /** The number of attempts if one retry is allowed. */
  readonly attempts: 1 | 2;
  /** Whether the caller is told that a retry may succeed. */
  readonly retryable: boolean;
  /** The expected fields, if the error is Stripe's. */
  readonly own?: { readonly type: string; readonly message: string; readonly code?: string };
  /** The body as text, if it is passed on unchanged. */
  readonly text?: string;
}

type Expected = Pick<BadAnswer, 'status' | 'attempts' | 'retryable'>;

const AGAIN = { attempts: 2, retryable: true } as const;
const ONCE = { attempts: 1, retryable: false } as const;

/** Creates a response with a body. */
function answer(
  name: string,
  status: number,
  body: string | Buffer,
  expected: Expected,
  headers: Record<string, string | string[]> = {},
): BadAnswer {
  return {
    name: `${status} ${name}`,
    ...expected,
    ...(typeof body === 'string' && { text: body }),
    write: (response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    },
  };
}

/** Creates a response that says nothing about the call, so a retry may succeed. */
const garbage = (name: string, body: string | Buffer, status = 200) =>
  answer(name, status, body, { status: 502, ...AGAIN });

/** Creates a response whose status is passed on, although its body is not Stripe's. */
const failing = (name: string, status: number, body: string, headers: Record<string, string> = {}) =>
  answer(name, status, body, { status, ...AGAIN }, headers);

/** Creates a response whose status is meaningless for the call. */
const other = (name: string, status: number, body: string, headers: Record<string, string> = {}) =>
  answer(name, status, body, { status: 502, ...ONCE }, headers);

/** Creates an error of Stripe's that only has the expected type. */
function own(status: number, error: Record<string, unknown>, told: object = {}): BadAnswer {
  const isPassing = status >= 500 || status === 429;
  return {
    ...answer(JSON.stringify(error), status, JSON.stringify({ error }), {
      status,
      ...(isPassing ? AGAIN : ONCE),
    }),
    own: {
      type: error['type'] as string,
      message: `Stripe responded with status ${status} and no message.`,
      ...told,
    },
  };
}

/** Creates a response that is written directly to the socket. */
const raw = (name: string, text: string): BadAnswer => ({
  name,
  status: 502,
  ...AGAIN,
  write: ({ socket }) => socket?.end(text),
});

const HTML = '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>';
const ERROR = '{"error": {"type": "api_error", "message": "No."}}';

const HUGE = Buffer.alloc(30_000_000, ' ');
HUGE.write('{"id": "');
HUGE.write('"}', HUGE.byteLength - 2);

/** All responses. */
export const BAD_ANSWERS: readonly BadAnswer[] = [
  failing('of a gateway', 503, '{"message": "Service Unavailable"}', { 'request-id': 'req_gateway' }),
  failing('an empty object', 500, '{}'),
  failing('nothing', 502, ''),
  failing('a page', 504, HTML),
  failing('of an unusual server', 599, 'true'),
  failing('of a gateway', 429, '{"message": "Too Many Requests"}'),
  failing('a text for an error', 500, '{"error": "text"}'),
  failing('a list for an error', 500, '{"error": []}'),
  failing('no error', 500, '{"error": null}'),
  failing('a list', 500, '[]'),
  failing('null', 500, 'null'),
  failing('an error without a type', 500, '{"error": {"message": "No."}}'),
  failing('an error of a type that is no text', 500, '{"error": {"type": 5, "message": "No."}}'),
  failing('that names no time', 503, '{}', { 'retry-after': '1e999' }),
  failing('that names a time in the past', 503, '{}', { 'retry-after': '-5' }),
  {
    ...failing('that names a time far away', 503, '{}', { 'retry-after': '999999999' }),
    attempts: 1,
  },
  other('of a proxy', 403, '{"message": "Forbidden"}'),
  other('of a proxy', 404, '{"message": "Not Found"}'),
  other('a page', 404, HTML),
  other('a text for an error', 404, '{"error": "Not Found"}'),
  other('an error without a type', 404, '{"error": {"code": 404, "message": "Not Found"}}'),
  other('of a proxy', 401, '{}', { 'www-authenticate': 'Negotiate' }),
  other('nothing', 400, ''),
  other('deleted', 404, '{"id": "ch_1", "deleted": true}'),
  other('to another place', 302, '', { location: 'https://example.com/' }),
  other('to another place', 308, '{"id": "ch_1"}', { location: '/v2' }),
  other('an object', 304, ''),
  other('an object', 600, '{"id": "ch_1"}'),
  other('an error of Stripe', 600, ERROR),
  other('an error of Stripe', 302, ERROR),
  garbage('a text', '"ok"'),
  garbage('true', 'true'),
  garbage('a number', '1'),
  garbage('null', 'null'),
  garbage('a list', '[]'),
  garbage('nothing', ''),
  garbage('nothing', '', 204),
  garbage('a page', HTML),
  garbage('half an object', '{"id": "ch_1", "am'),
  garbage('an error', ERROR),
  garbage('a text for an error', '{"id": "ch_1", "error": "no"}'),
  garbage('UTF-16', Buffer.from('{"id": "ch_1"}', 'utf16le')),
  garbage('Latin-1', Buffer.from('{"id": "ch_1", "name": "é"}', 'latin1')),
  garbage('an object that is nested too deeply', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
  answer(`of more than ${LARGEST_RESPONSE} bytes`, 200, HUGE, { status: 502, ...ONCE }),
  answer('of which a reply would be too large', 200, `{"id": "${'\\"'.repeat(2_000_000)}"}`, {
    status: 502,
    ...ONCE,
  }),
  answer(`of more than ${LARGEST_RESPONSE} bytes`, 500, HUGE, { status: 500, ...AGAIN }),
  {
    name: '200 that is cut short',
    status: 502,
    ...AGAIN,
    write: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"id": "ch_1"}', () => response.destroy());
    },
  },
  raw('no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'),
  raw(
    '101 to another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
  ),
  raw('103 and no more', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
  raw('200 with a header that is none', 'HTTP/1.1 200 OK\r\nA\x00B: c\r\n\r\n{}'),
  own(500, { type: 'api_error' }),
  own(500, { type: 'api_error', message: 5, code: {}, param: [], decline_code: null, charge: 1 }),
  own(503, { type: 'api_error', message: { text: 'No.' }, param: ['id'] }),
  own(429, { type: 'rate_limit_error', message: '' }),
  own(402, { type: 'card_error', message: null, code: 'card_declined' }, { code: 'card_declined' }),
  own(400, { type: 'invalid_request_error', param: { a: 1 }, code: 7 }),
  own(400, { type: 'invalid_request_error', message: 'x'.repeat(9_000) }, { message: 'x'.repeat(5_000) }),
];
