import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { integer } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(subscriptions.updateOnly, {
  application_fee_percent: {
    parameter: integer('What the platform keeps of each invoice, in percent.', { min: 1, max: 100 }),
  },
});
