/** Plans: what is stored, and how they are rendered. */
import type { Interval } from '#sandbox/billing/periods.ts';
import { type Json, resource, type View } from '#sandbox/engine/resource.ts';
import { latest, type Reusable } from '#sandbox/engine/reusable-ids.ts';

/** A stored plan. */
export interface Plan extends Reusable, Interval {
  readonly object: 'plan';
  readonly created: number;
  /** The price of each interval, in the smallest currency unit. */
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  readonly statement_descriptor: string | null;
  readonly trial_period_days: number | null;
}

export const plan = resource<Plan>('plan', {
  render: (plan) => ({
    id: plan.id,
    object: 'plan',
    amount: plan.amount,
    created: plan.created,
    currency: plan.currency,
    interval: plan.interval,
    interval_count: plan.interval_count,
    livemode: false,
    metadata: { ...plan.metadata },
    name: plan.name,
    statement_descriptor: plan.statement_descriptor,
    trial_period_days: plan.trial_period_days,
  }),
});

export function showPlan(view: View, kept: Plan | null): Json | null {
  return kept === null ? null : view.show(latest(view, plan, kept));
}
