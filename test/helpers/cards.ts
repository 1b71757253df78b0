/** The environment of the card service in tests, and valid tokens. */
import { SignJWT } from 'jose';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import type { Role } from '#lib/surfaces/card/identity.ts';

/** The secret for the callers' tokens. */
export const JWT_SECRET = 'a secret of the tests, which has more than 32 bytes';

/** The secret for the sandbox's events. */
export const WEBHOOK_SECRET = 'whsec_of_the_tests';

/** The name of the card table. */
export const TABLE = 'cards-of-the-tests';

/** Returns the environment of a card service for a DynamoDB URL and a Stripe URL. */
export function cardEnvironment(
  table: string,
  stripe: string,
  key = 'sk_test_cards',
): Record<string, string> {
  return {
    STRIPE_API_BASE: stripe,
    CARD_TABLE: TABLE,
    CARD_TABLE_ENDPOINT: table,
    CARD_STRIPE_KEY: key,
    CARD_JWT_SECRET: JWT_SECRET,
    CARD_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    CARD_RATE_LIMIT: '0',
  };
}

/** The claims of a token, besides its issuer and audience. */
export interface Claims {
  readonly account: string;
  readonly role: Role;
  readonly accounts?: 'all';
}

/** Creates a token that the card service accepts for an hour. */
export function tokenOf(claims: Claims): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}
