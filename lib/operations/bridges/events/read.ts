/** Reads events. Charges are shown as in old versions, intents without the secret that confirms a payment. */
import type { Old } from '#lib/operations/bridges/shared/card.ts';
import { withCard } from '#lib/operations/bridges/shared/charge.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function retrieveEvent(
  stripe: BridgeCalls,
  _values: object,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const answer = await unbridged();
  return { ...answer, body: eventAt(stripe.version, answer.body), text: undefined };
}

export async function listEvents(
  stripe: BridgeCalls,
  _values: object,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const answer = await unbridged();
  const data = (answer.body['data'] as Old[]).map((event) => eventAt(stripe.version, event));
  return { ...answer, body: { ...answer.body, data }, text: undefined };
}

function eventAt(version: string, event: Old): Old {
  const { data } = event as { data?: { object?: Old } };
  return data?.object === undefined
    ? event
    : { ...event, data: { ...data, object: objectAt(version, data.object) } };
}

function objectAt(version: string, { client_secret: _, ...shown }: Old): Old {
  return shown['object'] === 'charge' && typeof shown['payment_intent'] === 'string'
    ? withCard(shown, version)
    : shown;
}
