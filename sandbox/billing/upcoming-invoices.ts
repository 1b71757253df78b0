/** Upcoming invoices: the next invoice, before it is created. */
import * as invoices from '#lib/operations/invoices.ts';
import { invoice } from '#sandbox/billing/objects/invoices.ts';
import { lineItem } from '#sandbox/billing/objects/lines.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { pageOf } from '#sandbox/engine/lists.ts';
import { preview } from './preview.ts';

export const upcoming = implement(invoices.upcoming, (call, parameters) => preview(call, parameters));

export const lines = implement(invoices.lines, (call, { invoice: id, customer: payer, ...parameters }) => {
  const { limit, starting_after, ending_before, ...previewed } = parameters;
  if (id === 'upcoming' && payer === undefined) {
    throw invalidRequest('Missing required param: customer.', { param: 'customer' });
  }
  const shown =
    id === 'upcoming' ? preview(call, { customer: payer!, ...previewed }).invoice : call.find(invoice, id);
  const page = { limit, starting_after, ending_before };
  return pageOf(call, lineItem, shown.lines, page, `/v1/invoices/${id}/lines`);
});
