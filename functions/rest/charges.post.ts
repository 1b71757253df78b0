import * as charges from '#lib/stripe/charges.ts';
import { integer } from '#lib/stripe/parameters.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(charges.create, {
  amount: { parameter: integer('How much to charge, in cents.', { min: 50, example: 500 }), required: true },
});
