/** A payment method as the token that it stands in for. */
import type Stripe from 'stripe';
import type { BridgeCalls } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import { cardOf } from '../shared/card.ts';

export function tokenAnswer({ version }: BridgeCalls, answer: Answer): Answer {
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
