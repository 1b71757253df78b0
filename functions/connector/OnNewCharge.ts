import * as charges from '#lib/operations/charges.ts';
import { newCharge } from '#lib/surfaces/connector/replies.ts';
import { trigger } from '#lib/surfaces/connector/trigger.ts';

export const handler = trigger(
  {
    summary: 'When a charge is added',
    returns: newCharge,
    time: 'created',
    triggerHint: 'To see it work now, charge a card in Stripe.',
  },
  charges.list,
);
