/** Renders tokens in today's form. */
import type Stripe from 'stripe';
import { formOfToday } from '#sandbox/engine/define.ts';
import type { View } from '#sandbox/engine/resource.ts';
import { type Token, token } from '#sandbox/payments/objects/tokens.ts';

export const tokenOfToday = formOfToday(token, showToken);

function showToken(token: Token, view: View): Stripe.Token {
  return {
    id: token.id,
    object: 'token',
    ...(token.holds !== null && { [token.holds.object]: view.show(token.holds) }),
    client_ip: null,
    created: token.created,
    livemode: false,
    type: token.type,
    used: token.used,
  };
}
