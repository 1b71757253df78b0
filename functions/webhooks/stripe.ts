import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardWebhook } from '#lib/surfaces/card/webhook.ts';

export const handler = cardWebhook({
  description: 'Receives signed Stripe events and updates the cards accordingly.',
  operations: [customers.retrieve, customers.update, sources.retrieve],
});
