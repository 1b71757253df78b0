/** What `npm run check:stripe` finds out about the sandbox's kinds of accounts, and which keys it rejects. */
import { expect, test } from '@jest/globals';
import { type AccountKind, POLICIES } from '#sandbox/engine/policies.ts';
import { apiAt } from '../../helpers/api.ts';
import { run } from '../../helpers/command.ts';
import { testKey, testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();

async function check(kind: AccountKind) {
  const key = testKey();
  const api = apiAt(sandbox.url, key);
  await api.post('/_sandbox/policies', POLICIES[kind]);
  const { status, output } = await run('lib/cli/check-stripe.ts', [], {
    STRIPE_TEST_KEY: key,
    STRIPE_API_BASE: sandbox.url,
  });
  expect(output).not.toContain(key);
  const verdicts = Object.fromEntries(
    [...output.matchAll(/^ {2}(accepts|rejects) {2}([^(\n]+?)(?: \(.*)?$/gm)].map(([, verdict, asked]) => [
      asked,
      verdict,
    ]),
  );
  return { api, status, output, verdicts };
}

const AT_BOTH = {
  'Stripe-Version 2013-08-13': 'accepts',
  'Stripe-Version 2016-07-06': 'accepts',
  'a card token on POST /v1/payment_intents, with error_on_requires_action': 'accepts',
  'a PaymentIntent with off_session': 'accepts',
  'a PaymentIntent with error_on_requires_action and off_session': expect.any(String),
};

test('an account of today accepts intents, and rejects what was withdrawn', async () => {
  const { status, output, verdicts } = await check('today');
  expect(status).toBe(0);
  expect(verdicts).toEqual({
    ...AT_BOTH,
    'a card token on POST /v1/charges': 'rejects',
    'a card token on POST /v1/customers': 'rejects',
    'a card number on POST /v1/tokens': 'rejects',
    'POST /v1/accounts': 'rejects',
    'GET /v1/recipients': 'rejects',
    'GET /v1/skus': 'rejects',
    'GET /v1/orders': 'rejects',
    'GET /v1/bitcoin/receivers': 'rejects',
  });
  expect(output).toMatch(
    /a card token on POST \/v1\/charges \(400: Card tokens have reached their end of life/,
  );
  expect(output).toMatch(/status succeeded; its charge has a balance_transaction; at 2013-08-13 .*card null/);
  expect(output).toMatch(/at 2016-07-06 source null, card absent/);
  expect(output).toContain('CARD_PAYMENTS=payment_intents; charges is rejected');
  expect(output).toContain('one-off-charge and the block createCardToken do not work');
  expect(output).toContain('The block createAccount does not work');
  expect(output).toContain('Withdrawn by Stripe: recipients, skus, orders, bitcoin.');
});

test('an existing account accepts everything, and is left without customers and connected accounts', async () => {
  const { api, status, output, verdicts } = await check('existing');
  expect(status).toBe(0);
  expect(verdicts).toEqual({
    ...AT_BOTH,
    'a card token on POST /v1/charges': 'accepts',
    'a card token on POST /v1/customers': 'accepts',
    'a saved card on POST /v1/charges': 'accepts',
    'a card number on POST /v1/tokens': 'accepts',
    'POST /v1/accounts': 'accepts',
    'GET /v1/recipients': 'accepts',
    'GET /v1/skus': 'accepts',
    'GET /v1/orders': 'accepts',
    'GET /v1/bitcoin/receivers': 'accepts',
  });
  expect(output).toContain('CARD_PAYMENTS=payment_intents; charges works too');
  expect(output).toContain('The block createAccount works.');
  expect(output).not.toContain('what is gone');
  expect((await api.get('/v1/customers')).data).toEqual([]);
  expect((await api.get('/v1/accounts')).data).toEqual([]);
});

test.each([
  [{}, 'STRIPE_TEST_KEY must be a test mode secret key: sk_test_….'],
  [
    { STRIPE_TEST_KEY: 'sk_live_abcdefgh' },
    'STRIPE_TEST_KEY is a live mode key. Use a test mode key: sk_test_….',
  ],
  [
    { STRIPE_TEST_KEY: 'rk_live_abcdefgh' },
    'STRIPE_TEST_KEY is a live mode key. Use a test mode key: sk_test_….',
  ],
  [{ STRIPE_TEST_KEY: 'pk_test_abcdefgh' }, 'STRIPE_TEST_KEY must be a test mode secret key: sk_test_….'],
])('rejects %j before it calls anything', async (environment, said) => {
  const { status, output } = await run('lib/cli/check-stripe.ts', [], {
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    ...environment,
  });
  expect([status, output]).toEqual([1, `${said}\n`]);
});

test('a key among the arguments is rejected, and not shown', async () => {
  const { status, output } = await run('lib/cli/check-stripe.ts', ['sk_test_abcdefgh']);
  expect([status, output]).toEqual([
    1,
    'Pass the key as STRIPE_TEST_KEY, not as an argument, because other users of this machine can see arguments.\n',
  ]);
});

test('a server that does not answer is named as the reason', async () => {
  const { status, output } = await run('lib/cli/check-stripe.ts', [], {
    STRIPE_TEST_KEY: testKey(),
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    STRIPE_MAX_RETRIES: '0',
  });
  expect(status).toBe(1);
  expect(output).toMatch(/^The account could not be checked: /);
});
