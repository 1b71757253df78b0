import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import { integer } from '#lib/stripe/parameters.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(subscriptions.updateOnly, {
  application_fee_percent: {
    parameter: integer('What the platform keeps of each invoice, in percent.', { min: 1, max: 100 }),
  },
});
