/** Whatever Stripe does, or does not do, every endpoint answers while its function still runs. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call, type Received } from '../helpers/call.ts';
import { cardEnvironment, tokenOf } from '../helpers/cards.ts';
import { testKey } from '../helpers/key.ts';
import { json, type Script, startUpstream, type Upstream } from '../helpers/upstream.ts';
import { sentTo, validArguments } from '../helpers/valid-call.ts';
import { outcomeOf } from './outcome.ts';

const all = await readCatalogue();
const entries = all.filter(({ endpoint }) => endpoint.operation !== undefined && endpoint.surface !== 'card');
let upstream: Upstream;
let script: Script;
beforeAll(async () => {
  upstream = await startUpstream((...request) => script(...request));
  process.env['STRIPE_API_BASE'] = upstream.url;
});
afterAll(() => upstream.close());

/** How long the functions have left when they are called, in milliseconds. */
const REMAINING = 1_200;

/**
 * Calls an endpoint, and says whether its function was stopped before it replied. That is a timer as those of the call are:
 * on a busy machine all are late, and the one that is due first still comes first.
 */
async function callOf(entry: Entry, key = testKey()): Promise<{ reply: Received; isLate: boolean }> {
  let isLate = false;
  const stopping = setTimeout(() => {
    isLate = true;
  }, REMAINING);
  const stopped = Date.now() + REMAINING;
  const context = { getRemainingTimeInMillis: () => stopped - Date.now() };
  const sent = sentTo(entry, validArguments(entry), key);
  const reply = await call(entry.handler, { ...sent, context });
  clearTimeout(stopping);
  return { reply, isLate };
}

const timers = new Set<NodeJS.Timeout>();
afterAll(() => timers.forEach(clearInterval));

const never: Script = () => undefined;
const dripping: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  timers.add(timer);
  response.on('close', () => clearInterval(timer));
};
const overloaded: Script = (response) =>
  json(response, 503, { error: { type: 'api_error', message: 'Overloaded.' } }, { 'retry-after': '60' });
const limiting: Script = (response) =>
  json(response, 429, { error: { type: 'rate_limit_error', message: 'Too many.' } }, { 'retry-after': '1' });
const failing: Script = (response) =>
  json(response, 500, { error: { type: 'api_error', message: 'Failed.' } });
const closing: Script = (response) => response.socket?.destroy();
const garbled: Script = (response) => response.writeHead(200).end('<html>');

describe('every endpoint answers before its function is stopped, with an error that says to repeat the call', () => {
  test.each<[string, Script]>([
    ['never answers', never],
    ['answers byte by byte', dripping],
    ['is overloaded', overloaded],
    ['limits the rate', limiting],
    ['fails', failing],
    ['closes the connection', closing],
    ['answers what is no JSON', garbled],
  ])('when Stripe %s', async (_, misbehaving) => {
    script = misbehaving;
    const replies = await Promise.all(entries.map((entry) => callOf(entry)));
    const late = entries.filter((_, index) => replies[index]!.isLate);
    expect(late.map(({ path }) => path)).toEqual([]);
    const ends = replies.map(({ reply }, index) => ({
      path: entries[index]!.path,
      kind: outcomeOf(reply).kind,
    }));
    expect(ends).toEqual(entries.map(({ path }) => ({ path, kind: 'again' })));
  });
});

describe('the card service answers before its function is stopped', () => {
  const cards = all.filter(({ endpoint }) => endpoint.surface === 'card');

  test('when its table never answers', async () => {
    script = never;
    Object.assign(process.env, cardEnvironment(upstream.url, upstream.url));
    const token = await tokenOf({ account: 'a-1', role: 'owner' });
    const replies = await Promise.all(cards.map((entry) => callOf(entry, token)));
    expect(replies.map(({ reply: { status } }) => status)).toEqual(cards.map(() => 504));
    expect(replies.filter(({ isLate }) => isLate)).toEqual([]);
    expect(replies[0]!.reply.body.error.message).toMatch(/safe to retry/);
  });
});
