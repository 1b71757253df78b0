/** The card service on a laptop: tokens by `npm run token`, everything else by `npm start`. */
import { describe, expect, test } from '@jest/globals';
import { AUDIENCE, ISSUER } from '#lib/card-service/config.ts';
import { authenticator } from '#lib/card-service/identity.ts';
import type { Received } from '../helpers/call.ts';
import { run, start } from '../helpers/command.ts';
import { JWT_SECRET } from './helpers.ts';

const TOKEN = 'lib/cli/token.ts';
const environment = { CARD_JWT_SECRET: JWT_SECRET };

describe('npm run token', () => {
  const authenticate = authenticator({
    secret: JWT_SECRET,
    jwksUrl: undefined,
    issuer: ISSUER,
    audience: AUDIENCE,
  });

  test.each([
    [['--role', 'owner', '--account', 'a1'], { account: 'a1', role: 'owner', allAccounts: false }],
    [
      ['--role=admin', '--account=a1', '--all-accounts', '--expires=5m'],
      { account: 'a1', role: 'admin', allAccounts: true },
    ],
  ])('%j', async (flags, identity) => {
    const { status, output } = await run(TOKEN, flags, environment);
    expect(status).toBe(0);
    expect(await authenticate(output.trim())).toEqual(identity);
  });

  test.each([
    [[], environment, '--role must be one of user, admin, owner.'],
    [['--role', 'root', '--account', 'a1'], environment, '--role must be one of user, admin, owner.'],
    [['--role', 'owner'], environment, '--account must be'],
    [['--role', 'owner', '--account', 'a#1'], environment, '--account must be'],
    [['--role', 'owner', '--account', 'a1', '--expires', 'soon'], environment, '--expires must be'],
    [
      ['--role', 'owner', '--account', 'a1', '--all-accounts'],
      environment,
      '--all-accounts is for the role admin',
    ],
    [
      ['--role', 'owner', '--account', 'a1'],
      { CARD_JWT_SECRET: 'short' },
      'CARD_JWT_SECRET must have at least 32 bytes.',
    ],
    [
      ['--role', 'owner', '--account', 'a1'],
      { CARD_JWT_SECRET: 'ssm:/a' },
      'Set CARD_JWT_SECRET to the secret itself',
    ],
    [
      ['--role', 'owner', '--account', 'a1'],
      { CARD_JWKS_URL: 'https://example.com/' },
      'With CARD_JWKS_URL, tokens are made by',
    ],
  ])('%j with %j is refused', async (flags, given, message) => {
    const { status, output } = await run(TOKEN, flags, given);
    expect(status).toBe(1);
    expect(output).toMatch(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});

describe('npm start', () => {
  test('serves the cards with the sandbox, and follows its events', async () => {
    const service = start('lib/cli/start.ts', [], { ...environment, PORT: '0', SANDBOX_PORT: '0' });
    try {
      const [, api] = await service.printed(/API +(http:\S+)/);
      const [, sandbox] = await service.printed(/Sandbox +(http:\S+)/);
      expect(service.output()).toMatch(/Cards +npm run token/);
      const { output } = await run(TOKEN, ['--role', 'owner', '--account', 'a1'], environment);
      const call = async (name: string, body: object) => {
        const response = await fetch(`${api}/card/${name}`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${output.trim()}`, 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        return { status: response.status, body: (await response.json()) as Received['body'] };
      };
      const year = String(new Date().getUTCFullYear() + 1);
      const card = {
        name: 'Business',
        number: '0341',
        month: '12',
        year,
        stripeToken: 'tok_chargeCustomerFail',
      };
      const made = await call('create', card);
      expect([made.status, made.body.current]).toEqual([200, true]);
      const found = (await call('find', { hidden: true })).body.data[0];
      await fetch(`${sandbox}/v1/charges`, {
        method: 'POST',
        headers: { Authorization: 'Bearer sk_test_cards' },
        body: new URLSearchParams({ amount: '500', currency: 'usd', customer: found.stripeCustomerId }),
      });
      for (let tries = 0; tries < 100; tries += 1) {
        const { body } = await call('get', { id: found.id });
        if (body.failures === 1) {
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect((await call('get', { id: found.id })).body).toMatchObject({
        failures: 1,
        error: 'Your card was declined.',
      });
    } finally {
      service.kill('SIGTERM');
      await service.ended;
    }
  }, 60_000);

  test('does not serve them to a Stripe that is none of its own, without a secret', async () => {
    const service = start('lib/cli/start.ts', [], { PORT: '0', STRIPE_API_BASE: 'http://127.0.0.1:9' });
    try {
      const [, api] = await service.printed(/API +(http:\S+)/);
      await service.printed(/Cards +are not served: CARD_STRIPE_KEY is not set/);
      const response = await fetch(`${api}/card/find`, { method: 'POST' });
      expect(response.status).toBe(503);
    } finally {
      service.kill('SIGTERM');
      await service.ended;
    }
  }, 60_000);
});
