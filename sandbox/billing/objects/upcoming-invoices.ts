/** Upcoming invoices: how they are rendered. They are not stored. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { type Invoice, showInvoice } from './invoices.ts';
import { showLines } from './lines.ts';

/** The next invoice of a customer, which is not stored. */
export interface Upcoming extends Stored {
  readonly object: 'upcoming_invoice';
  /** It is rendered without its ID. */
  readonly invoice: Invoice;
  /** The time that the prorations of a previewed change are computed for. */
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
