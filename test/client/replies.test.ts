/** What sockets and blocks reply, held against the types that the client says it has. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Blocks, Sockets } from '../../client/src/index.js';
import { apiAt } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { WAYS } from '../helpers/ways.ts';
import * as scenario from '../lib/surfaces/block/scenario.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { clientProject } from './package.ts';

const sandbox = testSandbox();
const api = testApi();
const project = clientProject();

const { CARD_PAYMENTS } = process.env;
afterEach(() => {
  if (CARD_PAYMENTS === undefined) {
    delete process.env['CARD_PAYMENTS'];
  } else {
    process.env['CARD_PAYMENTS'] = CARD_PAYMENTS;
  }
});

/** A reply, and the method that gave it. */
interface Reply {
  readonly type: 'Blocks' | 'Sockets';
  readonly name: string;
  readonly value: unknown;
}

/** Code that compiles where each reply is of the type that its method has. */
function codeOf(replies: readonly Reply[]): string {
  const lines = replies.map(
    ({ type, name, value }, index) =>
      `export const reply${index}: Awaited<ReturnType<${type}['${name}']>> = ${JSON.stringify(value)};`,
  );
  return [`import type { Blocks, Sockets } from 'stripe-socket-client';`, ...lines].join('\n');
}

/** Calls methods by their names, with whatever old callers sent, and keeps the replies. */
function caller(type: Reply['type'], client: Blocks | Sockets, replies: Reply[]) {
  const methods = client as unknown as Record<string, (args: object, options: object) => Promise<unknown>>;
  return async (name: string, args: object = {}, headers: Readonly<Record<string, string>> = {}) => {
    const stripeAccount = headers['Stripe-Account'];
    const value = await methods[name]!(args, stripeAccount === undefined ? {} : { stripeAccount });
    replies.push({ type, name, value });
    // biome-ignore lint/suspicious/noExplicitAny: stories look into it by name, and fail where a name is missing.
    return value as any;
  };
}

test.each(WAYS)('blocks reply what their types say: %s', async (way) => {
  process.env['CARD_PAYMENTS'] = way;
  const apiKey = testKey();
  const replies: Reply[] = [];
  const run = caller('Blocks', new Blocks({ baseUrl: api.url, apiKey }), replies);
  const advance = async (seconds: number) => {
    await apiAt(sandbox.url, apiKey).post('/_sandbox/clock', { advance: seconds });
  };
  for (const play of Object.values(scenario)) {
    await play({ run, advance });
  }
  expect(new Set(replies.map(({ name }) => name))).toEqual(new Set(Object.keys(Blocks.prototype)));
  await writeFile(join(project.folder, 'replies.ts'), codeOf(replies));
  expect(await project.compile()).toBe('');
});

test.each(WAYS)('sockets reply what their types say: %s', async (way) => {
  process.env['CARD_PAYMENTS'] = way;
  const apiKey = testKey();
  const stripe = apiAt(sandbox.url, apiKey);
  for (const [id, amount] of Object.entries({ gold: 2000, silver: 1000 })) {
    await stripe.post('/v1/plans', { id, amount, name: id, currency: 'usd', interval: 'month' });
  }
  const replies: Reply[] = [];
  const run = caller('Sockets', new Sockets({ baseUrl: api.url, apiKey }), replies);
  const { id: customer } = await run('createCustomer', { description: 'Jenny' });
  const { id: card } = await run('createCard', { customer, token: 'tok_visa' });
  const payment = { amount: 500, currency: 'usd' };
  const { id: charge } = await run('createCharge', { ...payment, customer, capture: false });
  await run('captureCharge', { charge });
  const number = { cardnumber: '4242424242424242', cardexpmonth: 12, cardexpyear: 2035, cardcvc: '123' };
  await run('oneOffCharge', { ...payment, ...number });
  const { id: sub } = await run('subscribeCustomer', { customer, plan: 'gold' });
  await run('updateSubscription', { customer, sub, plan: 'silver' });
  await run('retrieveSubscriptionDetails', { customer, sub });
  await run('cancelSubscription', { customer, sub });
  await run('listCards', { customer });
  await run('deleteCard', { customer, card });
  expect(new Set(replies.map(({ name }) => name))).toEqual(new Set(Object.keys(Sockets.prototype)));
  await writeFile(join(project.folder, 'replies.ts'), codeOf(replies));
  expect(await project.compile()).toBe('');
});

test('a reply that is not of its type is noticed', async () => {
  const charge = { type: 'Blocks', name: 'createCharge', value: { id: 'ch_1', object: 'charge' } } as const;
  await writeFile(join(project.folder, 'replies.ts'), codeOf([charge]));
  expect(await project.compile()).toContain("is missing the following properties from type 'Charge': amount");
});
