/** What a function of the card service finds around it, and a call of one. */
import { SignJWT } from 'jose';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import { eventOf } from './request.ts';

const SECRET = 'a secret of the bench, which has more than 32 bytes';

/** Gives the environment of functions with a table, an admin's call of `card/find`, and the admin's token. */
export async function surroundCards(
  table: string,
  upstream: string,
): Promise<{ environment: Record<string, string>; event: object; token: string }> {
  const token = await new SignJWT({ account: 'a1', role: 'admin' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  return {
    environment: {
      STRIPE_API_BASE: upstream,
      LOG_LEVEL: 'error',
      CARD_TABLE: 'cards',
      CARD_TABLE_ENDPOINT: table,
      CARD_STRIPE_KEY: 'sk_test_bench',
      CARD_JWT_SECRET: SECRET,
    },
    event: eventOf('/card/find', {}, token),
    token,
  };
}
