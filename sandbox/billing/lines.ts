/** The lines of an invoice: invoice items, and the periods of subscriptions. */
import type { InvoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import type { Line } from '#sandbox/billing/objects/lines.ts';
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Period } from './periods.ts';

/** Makes the line of an invoice item. */
export function lineOfItem({ customer: _, invoice: __, created: ___, ...item }: InvoiceItem): Line {
  return { ...item, object: 'line_item', type: 'invoiceitem' };
}

/** Makes the line of a subscription's period; a trial costs nothing. */
export function lineOfPeriod(of: Subscription, period: Period): Line {
  return {
    id: of.id,
    object: 'line_item',
    amount: of.status === 'trialing' ? 0 : of.plan.amount * of.quantity,
    currency: of.plan.currency,
    description: null,
    discountable: true,
    metadata: of.metadata,
    period,
    plan: of.plan,
    proration: false,
    quantity: of.quantity,
    subscription: null,
    type: 'subscription',
  };
}
