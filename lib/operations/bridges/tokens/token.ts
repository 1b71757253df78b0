/** Shows a payment method as the token that it replaces. */
import type Stripe from 'stripe';
import { cardOf } from '#lib/operations/bridges/shared/card.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export function tokenAnswer({ version }: BridgeCalls, answer: StripeResponse): StripeResponse {
  const method = answer.body as unknown as Stripe.PaymentMethod;
  const { customer, ...card } = cardOf(method, version);
  const body = {
    id: method.id,
    object: 'token',
    card: version < '2014-12-22' ? { ...card, customer } : card,
    ...(version >= '2013-10-29' && { client_ip: null }),
    created: method.created,
    livemode: method.livemode,
    type: 'card',
    used: method.customer !== null,
  };
  return { ...answer, body, text: undefined };
}
