import * as subscriptions from '#lib/operations/subscriptions.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { filterById } from '#lib/surfaces/block/filter-by-id.ts';

export const handler = block(
  subscriptions.list,
  {
    subscriptionId: {
      parameter: subscriptions.retrieve.parameters.subscription,
      alsoTo: ['subscription'],
      required: false,
      description: 'Only this subscription, if the other filters do not leave it out.',
    },
    customer: 'customer',
    plan: 'plan',
    status: 'status',
  },
  filterById,
);
