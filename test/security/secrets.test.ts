/** Secrets stay where they belong, at every endpoint: not in logs, errors, URLs or stores, nor in what Stripe quotes. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call, type Sent } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf } from '../helpers/cards.ts';
import { IS_THOROUGH } from '../helpers/thorough.ts';
import { json, type Script, startUpstream, type Upstream } from '../helpers/upstream.ts';
import { type Arguments, sentTo, validArguments } from '../helpers/valid-call.ts';
import { foundIn, ladenForms } from './canaries.ts';

process.env['LOG_LEVEL'] = 'info';
process.env['STRIPE_MAX_RETRIES'] = '0';

const KEY = 'sk_test_canaryKey4Jk81';
const CARDS_KEY = 'sk_test_canaryCards6Yu3';

const entries = (await readCatalogue()).filter(({ endpoint }) => endpoint.surface !== 'none');
const lines: string[] = [];
let upstream: Upstream;
let script: Script;
let table: { url: string; close(): Promise<void> };
let token: string;
beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest
      .spyOn(console, method)
      .mockImplementation((...values) => void lines.push(values.map(String).join(' ')));
  }
  [upstream, table] = await Promise.all([
    startUpstream((...request) => script(...request)),
    startDynamoDb(TABLE),
  ]);
  Object.assign(process.env, cardEnvironment(table.url, upstream.url, CARDS_KEY));
  token = await tokenOf({ account: 'a-1', role: 'owner' });
});
afterAll(() => Promise.all([upstream.close(), table.close()]));

/** Quotes all that it was sent, as Stripe does some of it. */
const parrot =
  (status: number, type: string): Script =>
  (response, { method, url, headers, body }) => {
    const quoted = `${method} ${decodeURIComponent(url)} ${headers.authorization}: ${readable(body)}`;
    const error = { type, message: `Cannot do this: ${quoted}`, code: 'invalid', param: 'source' };
    json(response, status, { error });
  };

function readable(form: string): string {
  return [...new URLSearchParams(form)].map(([name, value]) => `${name} "${value}"`).join(', ');
}

/** A call with all the secrets that an endpoint takes, each in every form that it may have. */
function* ladenCallsOf(entry: Entry): Generator<{ sent: Sent; args: Arguments; secrets: string[] }> {
  const credential = entry.endpoint.surface === 'card' ? token : KEY;
  const valid = validArguments(entry);
  const known = entry.endpoint.surface === 'card' ? [token, CARDS_KEY] : [KEY];
  yield { sent: sentTo(entry, valid, credential), args: valid, secrets: known };
  for (const { name, parameter } of entry.endpoint.arguments) {
    for (const { value, secrets } of name === 'file' ? [] : ladenForms(parameter)) {
      const args = { ...valid, [name]: value };
      yield { sent: sentTo(entry, args, credential), args, secrets: [...known, ...secrets] };
    }
  }
}

/** Calls, and gives what of the secrets is in the reply or in what was logged meanwhile. */
async function leaksOf({ handler }: Entry, sent: Sent, secrets: readonly string[]): Promise<string[]> {
  lines.length = 0;
  const { body, headers } = await call(handler, sent);
  return foundIn(JSON.stringify([body, headers, lines]), secrets);
}

const byName = entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const);

test('there are secrets in many endpoints', () => {
  const laden = entries.filter((entry) => [...ladenCallsOf(entry)].length > 1);
  expect(laden.length).toBeGreaterThan(25);
});

/** Of what is done to each call that holds secrets, all; or in a sample one in so many, another one at each call. */
function oneIn<T>(every: number, all: readonly T[], entry: Entry, call: number): T[] {
  const first = entries.indexOf(entry) + call;
  return all.filter((_, index) => IS_THOROUGH || (first + index) % every === 0);
}

const REFUSALS = [
  [400, 'invalid_request_error'],
  [402, 'card_error'],
  [404, 'invalid_request_error'],
  [503, 'api_error'],
] as const;

describe('what Stripe quotes is masked, and no URL holds a key or another secret', () => {
  test.each(byName)('%s', async (_, entry) => {
    for (const [index, { sent, secrets }] of [...ladenCallsOf(entry)].entries()) {
      for (const [status, type] of oneIn(2, REFUSALS, entry, index)) {
        script = parrot(status, type);
        upstream.seen.length = 0;
        expect(await leaksOf(entry, sent, secrets)).toEqual([]);
        const urls = upstream.seen.map(({ url }) => url).join('\n');
        // A token that is looked up stands in the path.
        const inUrl = foundIn(urls, secrets).filter((secret) => !/^tok_/.test(secret));
        expect(inUrl).toEqual([]);
      }
    }
  });
});

describe('what is wrong with a call does not show its secrets', () => {
  test.each(byName)('%s', async (_, entry) => {
    script = parrot(400, 'invalid_request_error');
    for (const [index, { sent, args, secrets }] of [...ladenCallsOf(entry)].entries()) {
      const whole = typeof sent.body === 'object' ? JSON.stringify(sent.body) : (sent.body ?? '{}');
      const type = { ...sent.headers, 'content-type': 'application/json' };
      const broken: Sent[] = [
        { ...sent, body: `${whole},`, headers: type },
        { ...sent, body: whole.slice(0, -2), headers: type },
        { ...sent, body: `%${whole}`, headers: { ...sent.headers, 'content-type': 'text/plain' } },
        { ...sent, body: whole, headers: { ...sent.headers, 'content-type': 'text/xml' } },
        { ...sent, headers: { ...sent.headers, 'stripe-version': 'x' } },
        { ...sent, headers: { ...sent.headers, 'idempotency-key': '\n' } },
        { ...sent, method: 'PUT' },
        { ...sent, query: { ...sent.query, ...args } },
        ...wronglyGiven(entry, args).map((wrong) => ({ ...sentTo(entry, wrong, sent.key!) })),
      ];
      for (const one of oneIn(3, broken, entry, index)) {
        expect(await leaksOf(entry, one, secrets)).toEqual([]);
      }
    }
  });
});

/** Arguments of which the secret ones are of the wrong type, or have something wrong beside the secret. */
function wronglyGiven({ endpoint }: Entry, args: Arguments): Arguments[] {
  const laden = endpoint.arguments.filter(
    ({ name, parameter }) => name in args && ladenForms(parameter).length > 0,
  );
  return laden.flatMap(({ name }) =>
    [
      [args[name]],
      { unknown: args[name] },
      JSON.stringify(args[name]),
      JSON.stringify(args[name]).slice(0, -1),
      ...(typeof args[name] === 'object'
        ? [
            { ...args[name], unknown: true },
            { ...args[name], object: 'x' },
          ]
        : []),
    ].map((wrong) => ({ ...args, [name]: wrong })),
  );
}

describe('a defect whose message holds the secrets of the call is logged without them', () => {
  // Documents need no time, and a webhook without a signature is rejected before.
  const callsStripe = byName.filter(
    ([, { endpoint, path }]) =>
      (endpoint.operation !== undefined || endpoint.otherOperations.length > 0) &&
      path !== '/webhooks/stripe',
  );

  test.each(callsStripe)('%s', async (_, entry) => {
    script = parrot(400, 'invalid_request_error');
    for (const { sent, secrets } of ladenCallsOf(entry)) {
      // A function with a role of its own asks for the time that is left before it reads the arguments, and again.
      let early = entry.endpoint.role === undefined ? 0 : 1;
      const getRemainingTimeInMillis = () => {
        if (early > 0) {
          early -= 1;
          return 10_000;
        }
        throw new TypeError(`Cannot read ${secrets.join(' or ')}.`);
      };
      expect(await leaksOf(entry, { ...sent, context: { getRemainingTimeInMillis } }, secrets)).toEqual([]);
      expect(lines.join()).toMatch(/"error":"TypeError: Cannot read [^.]*…/);
    }
  });
});
