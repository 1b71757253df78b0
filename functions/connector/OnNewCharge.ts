import { newCharge } from '#lib/connector/replies.ts';
import * as charges from '#lib/stripe/charges.ts';
import { trigger } from '#lib/surface/connector-trigger.ts';

export const handler = trigger(
  {
    summary: 'When a charge is added',
    returns: newCharge,
    time: 'created',
    hint: 'To see it work now, charge a card in Stripe.',
  },
  charges.list,
);
