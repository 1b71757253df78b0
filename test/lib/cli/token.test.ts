/** `npm run token`: tokens for callers of the card service. */
import { describe, expect, test } from '@jest/globals';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import { authenticator } from '#lib/surfaces/card/identity.ts';
import { JWT_SECRET } from '../../helpers/cards.ts';
import { run } from '../../helpers/command.ts';

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
      'CARD_JWT_SECRET must be at least 32 bytes long.',
    ],
    [
      ['--role', 'owner', '--account', 'a1'],
      { CARD_JWT_SECRET: 'ssm:/a' },
      'Set CARD_JWT_SECRET to the secret itself',
    ],
    [
      ['--role', 'owner', '--account', 'a1'],
      { CARD_JWKS_URL: 'https://example.com/' },
      'CARD_JWKS_URL is set',
    ],
  ])('%j with %j is refused', async (flags, given, message) => {
    const { status, output } = await run(TOKEN, flags, given);
    expect(status).toBe(1);
    expect(output).toMatch(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});
