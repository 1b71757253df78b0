/** Every endpoint is called with the example that the document has for it, by the key of the demo account. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { apiAt } from '../../helpers/api.ts';
import { documentText } from '../../helpers/documents.ts';
import { type Exchange, exchangesIn } from '../../helpers/examples.ts';
import { testSandbox } from '../../helpers/sandbox.ts';
import { WAYS } from '../../helpers/ways.ts';
import { testApi } from '../surfaces/rest/server.ts';

const sandbox = testSandbox();
const api = testApi();

const exchanges = exchangesIn(JSON.parse(await documentText('functions/openapi.json')));

test('there is an example for every endpoint that takes a key of Stripe', () => {
  expect(exchanges.length).toBeGreaterThan(180);
  expect(exchanges.filter(({ path }) => path.includes('{'))).toEqual([]);
});

describe.each(WAYS)('paid by %s', (way) => {
  beforeEach(async () => {
    process.env['CARD_PAYMENTS'] = way;
    const demo = apiAt(sandbox.url, 'sk_test_demo');
    await demo.post('/_sandbox/reset');
    await demo.post('/_sandbox/policies', { card_tokens: way === 'charges' });
  });

  // A trigger takes one call in two minutes, and makes it the same way in both.
  const meant = exchanges.filter(({ id }) => way === WAYS[0] || !id.startsWith('connectorOn'));

  test.each(meant.map((exchange): [string, Exchange] => [`${exchange.method} ${exchange.path}`, exchange]))(
    '%s',
    async (_, { method, path, headers, body }) => {
      const reply = await fetch(api.url + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      expect({ status: reply.status, text }).toEqual({ status: reply.ok ? reply.status : 'success', text });
      if (path.startsWith('/api/')) {
        expect(JSON.parse(text)).toMatchObject({ callback: 'success' });
      }
    },
  );
});
