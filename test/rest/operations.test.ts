import { expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/catalogue.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { sandboxOfWay } from '../helpers/ways.ts';
import { callerAt, type Loose } from './client.ts';
import { callEverything, OPERATIONS } from './everything.ts';
import { testApi } from './server.ts';

testSandbox(sandboxOfWay());
const api = testApi();

test('the operations of the RAML are served, and no others, from files that read like their paths', async () => {
  const entries = (await readCatalogue()).filter(
    ({ endpoint }) => endpoint.surface === 'rest' && endpoint.operation !== undefined,
  );
  const served = entries.map(({ method, path }) => `${method} ${path.slice('/v1'.length)}`);
  expect(served.map((route) => route.replace(/\{\w+\}/g, '{}')).sort()).toEqual([...OPERATIONS].sort());
  expect(entries.map(({ file }) => file)).toEqual(
    entries.map(
      ({ method, path }) =>
        `functions/rest${path.slice('/v1'.length).replaceAll('{', '[').replaceAll('}', ']')}.${method.toLowerCase()}.ts`,
    ),
  );
});

test('an old caller calls all of them', async () => {
  const called = await callEverything(callerAt(api.url, testKey()));
  expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
  const replyTo = (operation: string): Loose => called.findLast((one) => one.operation === operation)!.body;
  expect(replyTo('GET /charges')).toMatchObject({ object: 'list', count: 1, url: '/v1/charges' });
  expect(replyTo('GET /customers/{}/cards')).toMatchObject({ count: 2, data: [{ type: 'Visa' }] });
  expect(replyTo('POST /charges/{}/refund')).toMatchObject({
    object: 'charge',
    amount_refunded: 1000,
    refunds: [{ object: 'refund', amount: 1000 }],
  });
  expect(replyTo('POST /charges/{}/capture')).toMatchObject({ captured: true, amount_refunded: 100 });
  expect(replyTo('POST /charges/{}/dispute')).toMatchObject({ evidence: 'She wears them.' });
  expect(replyTo('POST /charges/{}/dispute/close')).toMatchObject({ status: 'lost' });
  expect(replyTo('GET /customers/{}')).toMatchObject({ subscription: null, cards: { count: 1 } });
  expect(replyTo('POST /customers/{}/subscription')).toMatchObject({ object: 'subscription', quantity: 2 });
  expect(replyTo('DELETE /customers/{}/subscription')).toMatchObject({ cancel_at_period_end: true });
  expect(replyTo('POST /invoices/{}/pay')).toMatchObject({ paid: true });
  expect(replyTo('GET /invoices/{}/lines')).toMatchObject({ count: 1, data: [{ amount: 500 }] });
  expect(replyTo('POST /recipients')).toMatchObject({ verified: true, active_account: { validated: false } });
  expect(replyTo('GET /transfers/{}')).toMatchObject({ status: 'pending', summary: { net: 1000 } });
  expect(replyTo('POST /transfers/{}/cancel')).toMatchObject({ status: 'canceled' });
  expect(replyTo('GET /account')).toMatchObject({ charge_enabled: true, currencies_supported: ['USD'] });
  expect(replyTo('GET /events/{}')).toMatchObject({ data: { object: { card: { type: 'Visa' } } } });
  expect(replyTo('DELETE /customers/{}')).toMatchObject({ deleted: true });
});
