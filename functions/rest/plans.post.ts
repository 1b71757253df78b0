import { enumeration } from '#lib/stripe/parameters.ts';
import * as plans from '#lib/stripe/plans.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(plans.create, {
  interval: {
    parameter: enumeration(['week', 'month', 'year'], 'The unit of time between invoices.'),
    required: true,
  },
});
