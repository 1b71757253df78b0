/** Upcoming invoices: what is invoiced next, shown before it is. */
import * as invoices from '#lib/stripe/invoices.ts';
import { lineItem, showLines } from '../billing/lines.ts';
import { preview } from '../billing/preview.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { pageOf } from '../pagination.ts';
import { type Invoice, invoice, showInvoice } from './invoices.ts';

/** The next invoice of a customer, which is kept nowhere. */
export interface Upcoming extends Stored {
  readonly object: 'upcoming_invoice';
  /** It is shown without its id. */
  readonly invoice: Invoice;
  /** As of when the prorations of a change were reckoned that is only previewed. */
  readonly proration_date: number | undefined;
}

export const upcomingInvoice = resource<Upcoming>('upcoming_invoice', {
  render: ({ invoice: next, proration_date }, view) => {
    const {
      id: _,
      subtotal,
      tax,
      tax_percent,
      total,
      webhooks_delivered_at: __,
      ...shown
    } = showInvoice(next, view);
    return {
      ...shown,
      lines: showLines(view, next.lines, `/v1/invoices/upcoming/lines?customer=${next.customer}`),
      ...(proration_date !== undefined && { subscription_proration_date: proration_date }),
      subtotal,
      tax,
      tax_percent,
      total,
      webhooks_delivered_at: null,
    };
  },
});

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
