/** No reply quotes a key or a card number, wherever it was sent and whoever refuses it: our endpoints, or the sandbox. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call, type Sent } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf } from '../helpers/cards.ts';
import { recording } from '../helpers/recording.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { IS_THOROUGH } from '../helpers/thorough.ts';
import { json, startUpstream, type Upstream } from '../helpers/upstream.ts';
import { type Arguments, sentTo, validArguments } from '../helpers/valid-call.ts';

process.env['LOG_LEVEL'] = 'info';
process.env['STRIPE_MAX_RETRIES'] = '0';
// They are sent as ids and in events as well, which are asked for and kept as they are.
recording()?.ignore('url', 'store', 'snapshot', 'event');

const KEY = 'sk_test_echoed5Hs72';
const OTHER_KEY = 'rk_live_echoed8Kd31';
const SENT = [KEY, OTHER_KEY, '4012888888881881', '4012 8888 8888 1881', '4012-8888-8888-1881'];
const SHOWN = /echoed|4012\D{0,3}8888\D{0,3}8888\D{0,3}1881/;

const entries = (await readCatalogue()).filter(({ endpoint }) => endpoint.surface !== 'none');
const byName = entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const);
let upstream: Upstream;
let table: { url: string; close(): Promise<void> };
let token: string;
const lines: string[] = [];
beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  [upstream, table] = await Promise.all([
    startUpstream((response, { url, body }) => {
      const quoted = `${decodeURIComponent(url)} ${new URLSearchParams(body)} ${decodeURIComponent(body)}`;
      const error = { type: 'invalid_request_error', message: quoted, code: quoted, param: quoted };
      json(response, 400, { error });
    }),
    startDynamoDb(TABLE),
  ]);
  Object.assign(process.env, cardEnvironment(table.url, upstream.url, KEY));
  token = await tokenOf({ account: 'a-1', role: 'owner' });
});
afterAll(() => Promise.all([upstream.close(), table.close()]));

/** Every place of a request that an endpoint may quote, with a text in it. */
function* placesOf(entry: Entry, text: string): Generator<[place: string, sent: Sent]> {
  const key = entry.endpoint.surface === 'card' ? token : KEY;
  const valid = validArguments(entry);
  const at = (args: Arguments) => sentTo(entry, args, key);
  for (const { name } of entry.endpoint.arguments) {
    for (const value of [text, [text], { [text]: text }]) {
      yield [`as ${name}`, at({ ...valid, [name]: value })];
    }
  }
  yield ['as a name', at({ ...valid, [text]: text })];
  const sent = at(valid);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  yield ['in a broken form', { ...sent, headers: { ...sent.headers, ...form }, body: `${text}[=1` }];
  yield [
    'in a broken query',
    { ...sent, rawQuery: `${encodeURIComponent(text)}=1&${encodeURIComponent(text)}[a]=2` },
  ];
  yield ['as where the answer goes', { ...sent, body: { to: text, args: { [text]: 1 } } }];
  yield ['as the path', { ...sent, method: 'PUT', path: `${entry.path}/${encodeURIComponent(text)}` }];
  yield ['as a version', { ...sent, headers: { ...sent.headers, 'stripe-version': text } }];
}

describe('an endpoint does not quote it', () => {
  test.each(byName)('%s', async (_, entry) => {
    const quoting: string[] = [];
    for (const [first, text] of SENT.entries()) {
      for (const [index, [place, sent]] of [...placesOf(entry, text)].entries()) {
        // In a sample each place gets one of the texts, another one at each place and each endpoint.
        if (!IS_THOROUGH && (index + first + entries.indexOf(entry)) % SENT.length !== 0) {
          continue;
        }
        lines.length = 0;
        const { body, headers, status } = await call(entry.handler, sent);
        const reply = JSON.stringify([body, headers, lines]);
        if (SHOWN.test(reply) || status === 500) {
          quoting.push(`${text} ${place}: ${reply}`);
        }
      }
    }
    expect(quoting).toEqual([]);
  });
});

test('a defect is logged without it', async () => {
  const { makeHandler: handle } = await import('#lib/endpoint/pipeline.ts');
  const { toStripeErrorResponse: failAsStripe } = await import('#lib/surfaces/shared/stripe-errors.ts');
  const about = {
    surface: 'socket',
    method: 'POST',
    path: () => '/x',
    description: '',
    arguments: [],
    otherOperations: [],
  };
  const handler = handle(about, { toErrorResponse: failAsStripe }, () => {
    throw new TypeError(`Cannot read ${SENT.join(' or ')}`);
  });
  lines.length = 0;
  const { status, body } = await call(handler, { key: KEY });
  expect([status, body.error.type]).toEqual([500, 'api_error']);
  expect(lines.join()).toMatch(/TypeError: Cannot read sk_… or rk_… or … or … or …/);
  expect(lines.join()).not.toMatch(SHOWN);
});

describe('the sandbox does not quote it', () => {
  const sandbox = testSandbox();

  test.each<[string, string, (text: string) => RequestInit & { path: string }]>([
    [
      'an unknown parameter',
      '400',
      (text) => ({ path: '/v1/customers', method: 'POST', body: form({ [text]: 1 }) }),
    ],
    [
      'a value',
      '400',
      (text) => ({ path: '/v1/coupons', method: 'POST', body: form({ percent_off: text }) }),
    ],
    ['an id in the path', '404', (text) => ({ path: `/v1/charges/${encodeURIComponent(text)}` })],
    [
      'an id elsewhere',
      '400',
      (text) => ({ path: '/v1/refunds', method: 'POST', body: form({ charge: text }) }),
    ],
    ['a path', '404', (text) => ({ path: `/v1/${encodeURIComponent(text)}/x/y/z` })],
    ['a broken form', '400', (text) => ({ path: '/v1/customers', method: 'POST', body: `${text}[=1` })],
    [
      'a control',
      '4',
      (text) => ({ path: '/_sandbox/clock', method: 'POST', body: form({ advance: text }) }),
    ],
    ['an account', '4', (text) => ({ path: '/v1/balance', headers: { 'stripe-account': text } })],
    ['a version', '400', (text) => ({ path: '/v1/balance', headers: { 'stripe-version': text } })],
  ])('%s', async (_, status, request) => {
    for (const text of SENT) {
      const { path, headers, ...init } = request(text);
      const response = await fetch(sandbox.url + path, {
        ...init,
        headers: { authorization: `Bearer ${KEY}`, ...(headers as Record<string, string>) },
      });
      expect(`${response.status}`.startsWith(status)).toBe(true);
      expect(`${await response.text()} ${JSON.stringify([...response.headers])}`).not.toMatch(SHOWN);
    }
  });

  function form(values: Record<string, string | number>): URLSearchParams {
    return new URLSearchParams(
      Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]),
    );
  }
});
