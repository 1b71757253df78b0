import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';
import { narrowing } from '#lib/surface/block-subscriptions.ts';

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
  narrowing,
);
