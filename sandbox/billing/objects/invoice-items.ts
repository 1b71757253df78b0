/** Invoice items: what is stored of them and how they are shown. */
import type { Period } from '#sandbox/billing/periods.ts';
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { showPeriod } from './lines.ts';
import { type Plan, showPlan } from './plans.ts';

/** An invoice item as it is kept. */
export interface InvoiceItem extends Stored {
  readonly object: 'invoiceitem';
  readonly created: number;
  /** In the smallest unit; negative for a credit. */
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
  /** The one with which alone it is billed. */
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
