/** The terms of billing: trials, and what callers may request. */
import { type Plan, plan } from '#sandbox/billing/objects/plans.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { addMonths } from './periods.ts';

/** The maximum length of a trial. */
const LONGEST_TRIAL_IN_MONTHS = 5 * 12;

/** `trial_end`: a time in Unix seconds, or `now`, which ends a trial or skips the plan's. */
export type TrialEnd = number | 'now';

/** Finds the plan that a parameter names. */
export function planOf(call: Call, id: string, parameter = 'plan'): Plan {
  return call.find(plan, id, parameter);
}

/** Returns when the trial of a plan, or of the subscription's own days, ends; null if there is none. */
export function trialOfPlan(
  { now }: Call,
  { trial_period_days }: Pick<Plan, 'trial_period_days'>,
): number | null {
  return trial_period_days ? now + trial_period_days * DAY : null;
}

/** @throws {StripeError} 400 when a trial would end in the past, or too late */
export function checkTrialEnd({ now }: Call, trial_end: TrialEnd | undefined, param = 'trial_end'): void {
  if (typeof trial_end !== 'number') {
    return;
  }
  if (trial_end <= now) {
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future', { param });
  }
  if (trial_end > addMonths(now, LONGEST_TRIAL_IN_MONTHS)) {
    throw invalidRequest('Invalid timestamp: can be no more than five years in the future', { param });
  }
}

/** @throws {StripeError} 400 when trial days are sent together with the end of a trial, or would end too late */
export function checkTrialDays(call: Call, days: number | undefined, trial_end: TrialEnd | undefined): void {
  if (days === undefined) {
    return;
  }
  if (trial_end !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days', {
      param: 'trial_period_days',
    });
  }
  checkTrialEnd(call, days === 0 ? 'now' : call.now + days * DAY, 'trial_period_days');
}

/** @throws {StripeError} 400 when there is no platform that could take a fee */
export function checkApplicationFee({ account }: Call, fee: number | undefined, param: string): void {
  if (fee !== undefined && account.platform === undefined) {
    throw invalidRequest(
      `Can only apply an ${param} when the request is made on behalf of another account (using an OAuth key or the Stripe-Account header).`,
      { param },
    );
  }
}
