/** Creates a token for callers of the card service. */
import { SignJWT } from 'jose';
import * as v from 'valibot';
import { readVariables } from '#lib/config/config.ts';
import { isReference } from '#lib/config/references.ts';
import { ConfigurationError, cardSettings, tokenSettings } from '#lib/surfaces/card/config.ts';
import { ACCOUNT_ID, ALL_ACCOUNTS, ROLES } from '#lib/surfaces/card/identity.ts';
import { CommandError, command } from './command.ts';
import { localJwtSecret } from './local-secret.ts';

const usage = `npm run token -- --role owner --account a1 [--all-accounts] [--expires 1h]

Prints a bearer token for the card service: ${ROLES.join(' < ')}. An owner can change the cards of its account; an admin
can read them or, with --all-accounts, those of all accounts. It is signed with CARD_JWT_SECRET or, if that
is not set, with the secret of this work tree, which npm start uses with the sandbox.`;

const options = {
  role: { type: 'string' },
  account: { type: 'string' },
  'all-accounts': { type: 'boolean', default: false },
  expires: { type: 'string', default: '1h' },
} as const;

await command({ usage, options, readsEnvFile: true }, async ({ flags }) => {
  const { role, account, expires } = flags as Record<string, string>;
  const { secret, issuer, audience } = await readSettings();
  if (!ROLES.some((known) => known === role)) {
    throw new CommandError(`--role must be one of ${ROLES.join(', ')}.`);
  }
  if (account === undefined || !ACCOUNT_ID.test(account)) {
    throw new CommandError('--account must be 1 to 128 letters, digits or . _ - @ : | +.');
  }
  if (!/^\d{1,4} ?[smhd]$/.test(expires!)) {
    throw new CommandError('--expires must be a time such as 30m, 1h or 7d.');
  }
  if (flags['all-accounts'] === true && role !== 'admin') {
    throw new CommandError(
      '--all-accounts is for the role admin: other roles only act on their own account.',
    );
  }
  const token = await new SignJWT({ account, role, ...(flags['all-accounts'] === true && ALL_ACCOUNTS) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires!)
    .sign(new TextEncoder().encode(secret));
  console.log(token);
});

async function readSettings() {
  try {
    const given = readVariables(v.object(cardSettings), process.env);
    if (given.CARD_JWKS_URL !== undefined) {
      throw new CommandError('CARD_JWKS_URL is set: get tokens from the issuer that publishes the keys.');
    }
    if (isReference(given.CARD_JWT_SECRET ?? '')) {
      throw new CommandError('Set CARD_JWT_SECRET to the secret itself; references are not supported here.');
    }
    return tokenSettings({ ...given, CARD_JWT_SECRET: given.CARD_JWT_SECRET ?? (await localJwtSecret()) });
  } catch (error) {
    throw error instanceof ConfigurationError ? new CommandError(error.message) : error;
  }
}
