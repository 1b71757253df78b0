/** What the card service reads from its environment in tests, and the tokens that it takes. */
import { SignJWT } from 'jose';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import type { Role } from '#lib/surfaces/card/identity.ts';

/** What the callers' tokens are signed with in tests. */
export const JWT_SECRET = 'a secret of the tests, which has more than 32 bytes';

/** What the events of the sandbox are signed with in tests. */
export const WEBHOOK_SECRET = 'whsec_of_the_tests';

/** The name of the table of cards in tests. */
export const TABLE = 'cards-of-the-tests';

/** The environment of a card service with its table at one address and Stripe at another. */
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

/** The claims of a token, beyond who made it for whom. */
export interface Claims {
  readonly account: string;
  readonly role: Role;
  readonly accounts?: 'all';
}

/** A token that the card service takes, for an hour. */
export function tokenOf(claims: Claims): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}
