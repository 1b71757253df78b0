import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(subscriptions.retrieve, {
  subscriptionId: 'subscription',
});
