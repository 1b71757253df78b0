import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  subscriptions.cancel,
  {
    sub: 'subscription',
    customer: 'customer',
    instant: {
      to: 'at_period_end',
      convert: (instant: boolean) => ({ at_period_end: !instant }),
      description: 'Whether to end it immediately; `false` ends it after the paid period.',
      default: true,
    },
  },
  { description: 'Cancels a subscription.' },
);
