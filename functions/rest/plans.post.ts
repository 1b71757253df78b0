import * as plans from '#lib/operations/plans.ts';
import { enumeration } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(plans.create, {
  interval: {
    parameter: enumeration(['week', 'month', 'year'], 'The unit of time between invoices.'),
    required: true,
  },
});
