import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(subscriptions.cancel, {
  subscriptionId: 'subscription',
  atPeriodEnd: 'at_period_end',
});
