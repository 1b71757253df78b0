import * as invoices from '#lib/operations/invoices.ts';
import { id } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(invoices.lines, {
  id: { parameter: id('in', 'The ID in the path again; ignored.') },
});
