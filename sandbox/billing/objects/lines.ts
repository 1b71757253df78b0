/** Lines of invoices: what is stored, and how they are rendered. */
import type { Period } from '#sandbox/billing/periods.ts';
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import { type Plan, showPlan } from './plans.ts';

/** A line, stored with its invoice. */
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
  /** That of an invoice item; the ID of a subscription's line is the subscription itself. */
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

/** Renders the lines embedded in an invoice: the first ones, and the URL of all. */
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

/** As many as other embedded lists contain. */
const SHOWN_LINES = 10;
