import * as customers from '#lib/stripe/customers.ts';
import * as sources from '#lib/stripe/sources.ts';
import { cardWebhook } from '#lib/surface/card-webhook.ts';

export const handler = cardWebhook({
  description: 'Takes signed events of Stripe and follows what they tell of the cards.',
  calls: [customers.retrieve, customers.update, sources.retrieve],
});
