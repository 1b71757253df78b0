import * as transfers from '#lib/operations/transfers.ts';
import { enumeration } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(transfers.list, {
  status: { parameter: enumeration(['pending', 'paid', 'failed'], 'Only transfers in this state.') },
});
