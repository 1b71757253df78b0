/** The lines of an invoice: invoice items, and the periods of subscriptions. */
import { type Json, resource, type Stored, type View } from '../define.ts';
import type { InvoiceItem } from '../resources/invoice-items.ts';
import { type Plan, plan } from '../resources/plans.ts';
import type { Subscription } from '../resources/subscriptions.ts';
import { latest } from './latest.ts';
import type { Period } from './periods.ts';

/** A line as it is kept with its invoice. */
export interface Line extends Stored {
  readonly object: 'line_item';
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly discountable: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly period: Period;
  readonly plan: Plan | null;
  readonly proration: boolean;
  readonly quantity: number | null;
  /** That of an invoice item; for the line of a subscription, its id says it. */
  readonly subscription: string | null;
  readonly type: 'invoiceitem' | 'subscription';
}

export const lineItem = resource<Line>('line_item', {
  noun: 'line item',
  render: (line, view) => ({
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: line.currency,
    description: line.description,
    discountable: line.discountable,
    livemode: false,
    metadata: { ...line.metadata },
    period: showPeriod(line.period),
    plan: showPlan(view, line.plan),
    proration: line.proration,
    quantity: line.quantity,
    subscription: line.subscription,
    type: line.type,
  }),
});

export function showPeriod({ start, end }: Period): Json {
  return { start, end };
}

export function showPlan(view: View, kept: Plan | null): Json | null {
  return kept === null ? null : view.show(latest(view, plan, kept));
}

/** The line of an invoice item. */
export function lineOfItem({ customer: _, invoice: __, created: ___, ...item }: InvoiceItem): Line {
  return { ...item, object: 'line_item', type: 'invoiceitem' };
}

/** The line of a period of a subscription; a trial costs nothing. */
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

/** The lines as they are embedded in an invoice: the first ones, and where all are. */
export function showLines(view: View, lines: readonly Line[], url: string): Json {
  const shown = lines.slice(0, SHOWN_LINES);
  return {
    object: 'list',
    data: shown.map((line) => view.show(line)),
    has_more: lines.length > shown.length,
    total_count: lines.length,
    url,
  };
}

/** As many as other lists that are embedded show. */
const SHOWN_LINES = 10;
