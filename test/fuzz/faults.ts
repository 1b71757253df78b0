/** What can be wrong with an answer of Stripe's, or of whatever stands in front of it. */
import fc from 'fast-check';
import { type Change, ENCODINGS, type Fault, type Headers, SECRET, WIRES } from './answers.ts';
import { anyJson, hostileText } from './values.ts';

const STATUSES = [
  200, 201, 202, 203, 204, 205, 206, 226, 299, 300, 301, 302, 304, 400, 401, 402, 403, 404, 405, 407, 408,
  409, 410, 413, 418, 422, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 529, 599, 600, 999,
];

/** Statuses that Stripe itself refuses with, or fails. */
const ERROR_STATUSES = [400, 401, 402, 403, 404, 409, 424, 429, 500, 502, 503, 504];

const FOREIGN_BODIES = [
  '',
  '{}',
  '[]',
  'null',
  'true',
  '1',
  '"ok"',
  'ok',
  '{',
  '{"message": "Service Unavailable"}',
  '{"message": "Not Found", "code": 404}',
  '{"message": null}',
  '{"errors": [{"message": "no"}]}',
  '{"error": "invalid_grant", "error_description": "no"}',
  '{"error": null}',
  '{"error": []}',
  '{"error": {}}',
  '{"error": {"message": "no type"}}',
  '{"__proto__": {"polluted": 1}}',
  `{"message": "The key ${SECRET} is not known here."}`,
  `<!DOCTYPE html><html><body><h1>Sign in</h1>${SECRET}</body></html>`,
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  'upstream connect error or disconnect/reset before headers',
];

const TYPES = [
  'application/json',
  'text/html',
  'text/plain; charset=utf-16',
  'application/xml',
  '',
  ';',
] as const;

const HEADER_VALUES: Readonly<Record<string, readonly string[]>> = {
  'retry-after': [
    '0',
    '0.001',
    '-5',
    '1e999',
    'soon',
    '',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    '600',
    '999999999',
  ],
  'idempotent-replayed': ['true', 'false', 'TRUE', ''],
  'stripe-should-retry': ['true', 'false', 'maybe', ''],
  'request-id': ['', 'req_\x85', 'req_\tx', 'ü', '<script>', 'r'.repeat(600), 'a, b'],
  date: ['', 'yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT'],
  'stripe-version': ['', '2099-01-01', '\xff'],
  'stripe-account': ['', 'acct_\x80'],
  'idempotency-key': ['', 'k\x7f'.slice(0, 1), '\xa0'],
  'www-authenticate': ['Basic', '\x85'],
  'content-type': [...TYPES],
  'content-encoding': ['gzip', 'br', 'identity'],
  'set-cookie': ['a=b'],
  location: ['https://example.com/', '//'],
  connection: ['close'],
};

const headers: fc.Arbitrary<Headers> = fc.array(
  fc
    .constantFrom(...Object.keys(HEADER_VALUES))
    .chain((name) => fc.constantFrom(...HEADER_VALUES[name]!).map((value) => [name, value] as const)),
  { minLength: 1, maxLength: 2 },
);

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', 'No.', `The key ${SECRET} is wrong.`, SECRET) },
  { weight: 1, arbitrary: hostileText },
);

/** Stripe's own errors, of which any field may be what it should not be. */
const errors = fc.record(
  {
    type: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.constantFrom<unknown>(
          'api_error',
          'card_error',
          'invalid_request_error',
          'idempotency_error',
          'rate_limit_error',
          'authentication_error',
        ),
      },
      { weight: 1, arbitrary: anyJson },
    ),
    message: fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: anyJson }),
    code: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom<unknown>(
          'card_declined',
          'resource_missing',
          'missing',
          'idempotency_key_in_use',
          'rate_limit',
          SECRET,
        ),
      },
      { weight: 1, arbitrary: anyJson },
    ),
    param: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom<unknown>('id', 'source', 'card[number]', 'ending_before', SECRET),
      },
      { weight: 1, arbitrary: anyJson },
    ),
    decline_code: fc.oneof(fc.constantFrom<unknown>('lost_card', SECRET), anyJson),
    charge: fc.oneof(fc.constantFrom<unknown>('ch_1', SECRET), anyJson),
  },
  { requiredKeys: [] },
);

const MORE: readonly Record<string, unknown>[] = [
  { error: null },
  { error: {} },
  { error: 'no' },
  { error: { type: 'api_error', message: 'No.' } },
  { deleted: true },
  { deleted: false },
  { deleted: 'true' },
  { has_more: true },
  { has_more: 'yes' },
  { data: [] },
  { data: null },
  { data: {} },
  { data: [null] },
  { data: [{}] },
  { data: [{ id: 'x_1', created: 1e300, date: -1 }], has_more: true },
  { data: [{ id: 1 }] },
  { id: null },
  { id: '' },
  { id: 7 },
  { id: 'someone_else' },
  { object: 'list' },
  { created: 'now' },
  { created: -1e300 },
  { default_source: 'card_of_nobody' },
  { default_source: {} },
  { sources: null },
  { plan: null },
  { lastResponse: null },
  { headers: 'x', statusCode: 500 },
  // biome-ignore lint/suspicious/noThenProperty: an answer may have one, and is waited for.
  { then: 'x' },
  { toJSON: 'x' },
  { constructor: null },
];

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.tuple(fc.nat(500), fc.constantFrom('remove' as const, 'replace' as const), anyJson),
  { minLength: 1, maxLength: 3 },
);

const kilobytes = 1_000;

/** Anything that can be wrong with an answer. */
export const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
  {
    weight: 10,
    arbitrary: fc.constantFrom(...STATUSES).map((status): Fault => ({ kind: 'status', status })),
  },
  {
    weight: 20,
    arbitrary: fc
      .tuple(fc.constantFrom(...ERROR_STATUSES), errors, fc.oneof(fc.constant([]), headers))
      .map(([status, error, more]): Fault => ({ kind: 'error', status, error, headers: more })),
  },
  {
    weight: 16,
    arbitrary: fc
      .tuple(fc.constantFrom(...STATUSES), fc.constantFrom(...TYPES), fc.constantFrom(...FOREIGN_BODIES))
      .map(([status, type, body]): Fault => ({ kind: 'foreign', status, type, body })),
  },
  { weight: 6, arbitrary: headers.map((some): Fault => ({ kind: 'headers', headers: some })) },
  { weight: 18, arbitrary: changes.map((some): Fault => ({ kind: 'json', changes: some })) },
  { weight: 8, arbitrary: fc.constantFrom(...MORE).map((members): Fault => ({ kind: 'more', members })) },
  {
    weight: 4,
    arbitrary: fc
      .double({ min: 0, max: 0.999, noNaN: true })
      .map((part): Fault => ({ kind: 'truncated', part })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...(Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[]))
      .map((as): Fault => ({ kind: 'encoded', as })),
  },
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(...(Object.keys(WIRES) as (keyof typeof WIRES)[]))
      .map((how): Fault => ({ kind: 'wire', how })),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(300, 301, 302, 303, 307, 308),
        fc.constantFrom('https://example.com/', '/v1/charges', '', 'http://169.254.169.254/', '//', 'x:y'),
        fc.boolean(),
      )
      .map(([status, to, hasBody]): Fault => ({ kind: 'redirect', status, to, hasBody })),
  },
  { weight: 2, arbitrary: fc.constantFrom(20, 50_000).map((levels): Fault => ({ kind: 'deep', levels })) },
  {
    // They take as long as a hundred others.
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...[200, 2_000, 4_000, 5_000, 8_000].map((count) => count * kilobytes)),
        fc.constantFrom('x', '"', '\n', 'ü', '\u0001'),
      )
      .map(([bytes, filler]): Fault => ({ kind: 'large', bytes, text: filler })),
  },
);
