import * as invoices from '#lib/stripe/invoices.ts';
import { id } from '#lib/stripe/parameters.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(invoices.lines, {
  id: { parameter: id('in', 'Repeats the id that is in the path; what it says is not looked at.') },
});
