/** Tokens as today's versions show them. */
import type Stripe from 'stripe';
import type { Json } from '../define.ts';
import type { Token } from '../resources/tokens.ts';

/** A token; `held` is what it stands for, as it is shown. */
export function tokenOfToday(token: Token, held: Json | null): Stripe.Token {
  return {
    id: token.id,
    object: 'token',
    ...(token.holds !== null && { [token.holds.object]: held }),
    client_ip: null,
    created: token.created,
    livemode: false,
    type: token.type,
    used: token.used,
  };
}
