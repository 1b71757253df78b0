/** Changes subscriptions: computes the effect of a change, also for previews, and applies it. */
import type { updateFields } from '#lib/operations/subscriptions.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { discountAt } from '#sandbox/billing/objects/discounts.ts';
import { invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { retryPastDue } from './collect.ts';
import { redeem } from './discounts.ts';
import { checkPayersCurrency, payWith } from './payer.ts';
import { type PaymentTerms, paymentTerms } from './payment-terms.ts';
import { isSameInterval, periodEnd } from './periods.ts';
import { type NewItem, remainingTime, unusedTime } from './proration.ts';
import { billPeriod, planPeriod } from './renew.ts';
import { checkApplicationFee, checkTrialEnd, planOf, type TrialEnd, trialOfPlan } from './terms.ts';

/** The requested change. */
export interface ChangeRequest {
  readonly plan?: string | undefined;
  readonly quantity?: number | undefined;
  readonly prorate?: boolean | undefined;
  readonly proration_date?: number | undefined;
  readonly trial_end?: TrialEnd | undefined;
}

/** The effect of a change. */
export interface ComputedChange {
  readonly after: Subscription;
  /** In the order of creation; invoices list them in reverse. */
  readonly prorations: readonly NewItem[];
  /** Whether a new period begins, which is billed at once. */
  readonly isNewPeriod: boolean;
}

/** How to compute a change. */
interface Reckoning {
  /** The prefix of parameter names in errors. */
  readonly prefix?: string;
  /** The coupon to assume instead of the current one; null for none. */
  readonly coupon?: Coupon | null | undefined;
}

/**
 * Computes the effect of a change, as of now or of `proration_date`.
 * @throws {StripeError} 400 when the change is not possible
 */
export function computeChange(
  call: Call,
  before: Subscription,
  wanted: ChangeRequest,
  { prefix = '', coupon }: Reckoning = {},
): ComputedChange {
  const payer = call.find(customer, before.customer);
  const plan = wanted.plan === undefined ? before.plan : planOf(call, wanted.plan, `${prefix}plan`);
  checkTrialEnd(call, wanted.trial_end, `${prefix}trial_end`);
  checkPayersCurrency(payer, plan.currency);
  const at = prorationDate(call, before, wanted.proration_date, `${prefix}proration_date`);
  const isOtherPlan = plan.generation !== before.plan.generation;
  const quantity = wanted.quantity ?? (isOtherPlan ? 1 : before.quantity);
  const isChanged = isOtherPlan || quantity !== before.quantity;
  const changed = {
    ...before,
    plan,
    quantity,
    ...(isChanged && { start: call.now }),
    ...(wanted.plan !== undefined && { cancel_at_period_end: false, canceled_at: null }),
  };
  const restart = newPeriod(call, before, changed, wanted.trial_end);
  const isNewPeriod = restart !== undefined;
  const isProrated = wanted.prorate !== false && before.status !== 'trialing' && (isChanged || isNewPeriod);
  const inEffect = coupon === undefined ? discountAt(call, at, before, payer)?.coupon : coupon;
  const after = {
    ...changed,
    ...movedTrial(before, wanted.trial_end),
    ...restart,
    ...(isProrated && { billed_coupon: inEffect ?? null }),
  };
  const asked = isNewPeriod ? [] : remainingTime(after, at);
  return { after, prorations: isProrated ? [...asked, ...unusedTime(before, at)] : [], isNewPeriod };
}

type ChangeFields = Omit<Values<typeof updateFields>, keyof ChangeRequest> & PaymentTerms & ChangeRequest;

/**
 * Changes a subscription.
 * @throws {StripeError} 402 when a new period begins and its payment fails; nothing changes then
 */
export function changeSubscription(
  call: Call,
  { id, customer: owner }: Subscription,
  wanted: ChangeFields,
): Subscription {
  checkApplicationFee(call, wanted.application_fee_percent, 'application_fee_percent');
  if (wanted.source !== undefined) {
    payWith(call, owner, wanted.source);
  }
  if (wanted.coupon !== undefined) {
    redeem(call, wanted.coupon, call.find(subscription, id));
  }
  const before = call.find(subscription, id);
  const { after, prorations, isNewPeriod } = computeChange(call, before, wanted);
  const changed = call.change(subscription, before, {
    ...after,
    application_fee_percent: wanted.application_fee_percent ?? after.application_fee_percent,
    ...paymentTerms(call, owner, wanted),
    metadata: call.metadata(wanted.metadata, before.metadata),
    tax_percent: wanted.tax_percent ?? after.tax_percent,
  });
  for (const item of prorations) {
    call.announce('invoiceitem.created', call.create(invoiceItem, item));
  }
  call.announce('customer.subscription.updated', changed);
  if (changed.current_period_end !== before.current_period_end) {
    planPeriod(call, changed);
  }
  if (isNewPeriod) {
    billPeriod(call, changed, { start: before.current_period_start, end: call.now }, wanted.off_session);
  }
  if (wanted.source !== undefined) {
    retryPastDue(call, owner);
  }
  return call.find(subscription, id);
}

/**
 * Returns the new period that a change starts, if any: when a trial starts or ends, the plan has another interval, or
 * a paid plan follows a free one. A plan's own trial counts too, unless the subscription is already on trial: it
 * keeps that trial, which is our choice.
 */
function newPeriod(
  call: Call,
  before: Subscription,
  changed: Subscription,
  trial_end: TrialEnd | undefined,
): Partial<Subscription> | undefined {
  const { now } = call;
  const { plan } = changed;
  const isOtherPlan = plan.generation !== before.plan.generation;
  const paid = {
    billing_cycle_anchor: now,
    current_period_start: now,
    current_period_end: periodEnd(now, plan, now),
  };
  if (before.status === 'trialing') {
    return trial_end === 'now'
      ? { ...paid, status: 'active', trial_end: null, trial_start: null }
      : undefined;
  }
  const trialEnd = trial_end ?? (isOtherPlan ? trialOfPlan(call, plan) : null);
  if (typeof trialEnd === 'number') {
    return {
      billing_cycle_anchor: trialEnd,
      current_period_start: now,
      current_period_end: trialEnd,
      status: 'trialing',
      trial_end: trialEnd,
      trial_start: now,
    };
  }
  const isNewRhythm = !isSameInterval(plan, before.plan) || (before.plan.amount === 0 && plan.amount > 0);
  return isOtherPlan && isNewRhythm ? paid : undefined;
}

/** Moves the end of a running trial. */
function movedTrial({ status }: Subscription, trial_end: TrialEnd | undefined): Partial<Subscription> {
  return status === 'trialing' && typeof trial_end === 'number'
    ? { billing_cycle_anchor: trial_end, current_period_end: trial_end, trial_end }
    : {};
}

/**
 * Returns the time that prorations are computed for: within the period, and not before the subscription had its plan.
 */
function prorationDate(
  { now }: Call,
  { current_period_start, current_period_end, start }: Subscription,
  date: number | undefined,
  param: string,
): number {
  const earliest = Math.max(current_period_start, start);
  if (date !== undefined && (date < earliest || date > current_period_end)) {
    throw invalidRequest(
      `Invalid ${param}: must be within the current period and not before the subscription was on its current plan, from ${earliest} to ${current_period_end}.`,
      { param },
    );
  }
  return date ?? now;
}
