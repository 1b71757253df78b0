import type { Gate } from './gate.ts';
import { omit, replaceField } from './objects.ts';

/**
 * Before this version, a customer had at most one subscription, and its coupon was the customer's. If there are
 * several, the newest one is rendered.
 */
export const gate: Gate = {
  version: '2014-01-31',
  about:
    'A customer has a list of subscriptions. (The end of a trial was also reckoned for canceled ones before.)',
  flag: 'subscriptions have coupons of their own',
  replyOut: {
    customer: (customer) =>
      replaceField(customer, 'subscriptions', (list) => ({
        subscription: (list as { data?: unknown[] }).data?.[0] ?? null,
      })),
    subscription: (subscription) => omit(subscription, 'discount'),
  },
};
