import { enumeration } from '#lib/stripe/parameters.ts';
import * as transfers from '#lib/stripe/transfers.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(
  transfers.list,
  { status: { parameter: enumeration(['pending', 'paid', 'failed'], 'Only transfers in this state.') } },
  ['POST'],
);
