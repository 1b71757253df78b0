import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardWebhook } from '#lib/surfaces/card/webhook.ts';

export const handler = cardWebhook({
  description: 'Takes signed events of Stripe and follows what they tell of the cards.',
  operations: [customers.retrieve, customers.update, sources.retrieve],
});
