/** Invoice items: what is stored, and how they are rendered. */
import type { Period } from '#sandbox/billing/periods.ts';
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { showPeriod } from './lines.ts';
import { type Plan, showPlan } from './plans.ts';

/** A stored invoice item. */
export interface InvoiceItem extends Stored {
  readonly object: 'invoiceitem';
  readonly created: number;
  /** In the smallest currency unit; negative for a credit. */
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  readonly discountable: boolean;
  /** Null while it is pending. */
  readonly invoice: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly period: Period;
  readonly plan: Plan | null;
  readonly proration: boolean;
  readonly quantity: number | null;
  /** The only subscription that it is billed with. */
  readonly subscription: string | null;
}

export const invoiceItem = resource<InvoiceItem>('invoiceitem', {
  noun: 'invoiceitem',
  id: { prefix: 'ii', length: 24 },
  indexes: {
    customer: ({ customer }) => customer,
    invoice: ({ invoice }) => invoice,
    pending_of: ({ customer, invoice }) => (invoice === null ? customer : null),
  },
  expandable: { customer: 'customer', invoice: 'invoice', subscription: 'subscription' },
  render: (item, view) => ({
    id: item.id,
    object: 'invoiceitem',
    amount: item.amount,
    currency: item.currency,
    customer: item.customer,
    date: item.created,
    description: item.description,
    discountable: item.discountable,
    invoice: item.invoice,
    livemode: false,
    metadata: { ...item.metadata },
    period: showPeriod(item.period),
    plan: showPlan(view, item.plan),
    proration: item.proration,
    quantity: item.quantity,
    subscription: item.subscription,
  }),
});
