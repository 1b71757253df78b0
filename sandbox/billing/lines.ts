/** The lines of an invoice: invoice items, and the periods of subscriptions. */

import type { Values } from '#lib/stripe/parameters.ts';
import type { paging } from '#lib/stripe/shared.ts';
import type { Call } from '../call.ts';
import { type Json, resource, type Stored, type View } from '../define.ts';
import type { Page } from '../pagination.ts';
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

/** How many lines an invoice shows, and a page holds unless asked otherwise. */
const DEFAULT_LIMIT = 10;

/** A page of lines, in the order of the invoice. */
export function pageOfLines(
  call: Call,
  lines: readonly Line[],
  { limit = DEFAULT_LIMIT, starting_after, ending_before }: Values<typeof paging>,
  url: string,
): Page {
  const position = (name: 'starting_after' | 'ending_before', id: string) => {
    const index = lines.findIndex((line) => line.id === id);
    return index < 0 ? call.missing(lineItem.noun, id, name) : index;
  };
  const after = starting_after === undefined ? -1 : position('starting_after', starting_after);
  const before = ending_before === undefined ? lines.length : position('ending_before', ending_before);
  const left = lines.slice(after + 1, before);
  const data = ending_before === undefined ? left.slice(0, limit) : left.slice(-limit);
  return { object: 'list', url, has_more: left.length > limit, data };
}

/** The lines as they are embedded in an invoice. */
export function showLines(view: View, lines: readonly Line[], url: string): Json {
  return {
    object: 'list',
    data: lines.slice(0, DEFAULT_LIMIT).map((line) => view.show(line)),
    has_more: lines.length > DEFAULT_LIMIT,
    total_count: lines.length,
    url,
  };
}
