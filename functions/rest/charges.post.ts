import * as charges from '#lib/operations/charges.ts';
import { integer } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(charges.create, {
  amount: { parameter: integer('How much to charge, in cents.', { min: 50, example: 500 }), required: true },
});
