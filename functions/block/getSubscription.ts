import * as subscriptions from '#lib/operations/subscriptions.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(subscriptions.retrieve, {
  subscriptionId: 'subscription',
});
