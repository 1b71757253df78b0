/** Subscribes a customer to a plan. */
import type { createFields } from '#lib/operations/subscriptions.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { Plan } from '#sandbox/billing/objects/plans.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { redeem } from './discounts.ts';
import { checkPayersCurrency, payWith, useCurrency } from './payer.ts';
import { type PaymentTerms, paymentTerms } from './payment-terms.ts';
import { periodEnd } from './periods.ts';
import { billPeriod, planPeriod } from './renew.ts';
import {
  checkApplicationFee,
  checkTrialDays,
  checkTrialEnd,
  planOf,
  type TrialEnd,
  trialOfPlan,
} from './terms.ts';

type New = Values<typeof createFields> & PaymentTerms & { readonly customer: string };

/**
 * Subscribes a customer to a plan. The first period and pending items are billed at once; a trial bills nothing.
 * @throws {StripeError} 402 when the first payment fails; everything is undone then
 */
export function subscribe(call: Call, { customer: id, ...wanted }: New): Subscription {
  call.find(customer, id);
  const chosen = planOf(call, wanted.plan);
  checkTrialEnd(call, wanted.trial_end);
  checkTrialDays(call, wanted.trial_period_days, wanted.trial_end);
  checkApplicationFee(call, wanted.application_fee_percent, 'application_fee_percent');
  if (wanted.source !== undefined) {
    payWith(call, id, wanted.source);
  }
  useCurrency(call, id, chosen.currency);
  const made = call.create(subscription, {
    ...newSubscription(call, call.find(customer, id), chosen, wanted),
    application_fee_percent: wanted.application_fee_percent ?? null,
    ...paymentTerms(call, id, wanted),
    metadata: call.metadata(wanted.metadata),
    tax_percent: wanted.tax_percent ?? null,
  });
  if (wanted.coupon !== undefined) {
    redeem(call, wanted.coupon, made);
  }
  const subscribed = call.find(subscription, made.id);
  call.announce('customer.subscription.created', subscribed);
  planPeriod(call, subscribed);
  billPeriod(call, subscribed, { start: call.now, end: call.now }, wanted.off_session);
  return call.find(subscription, made.id);
}

/** Makes a new subscription, before it is stored. */
export function newSubscription(
  call: Call,
  payer: Customer,
  chosen: Plan,
  {
    quantity = 1,
    trial_end,
    trial_period_days,
  }: {
    readonly quantity?: number | undefined;
    readonly trial_end?: TrialEnd | undefined;
    readonly trial_period_days?: number | undefined;
  },
): Omit<Subscription, 'id' | 'object' | 'created'> {
  checkPayersCurrency(payer, chosen.currency);
  const { now } = call;
  const trialEnd =
    trial_end === undefined
      ? trialOfPlan(call, { trial_period_days: trial_period_days ?? chosen.trial_period_days })
      : trial_end === 'now'
        ? null
        : trial_end;
  const anchor = trialEnd ?? now;
  return {
    application_fee_percent: null,
    billed_coupon: null,
    billing_cycle_anchor: anchor,
    cancel_at_period_end: false,
    canceled_at: null,
    current_period_end: trialEnd ?? periodEnd(anchor, chosen, anchor),
    current_period_start: now,
    customer: payer.id,
    discount: null,
    ended_at: null,
    metadata: {},
    plan: chosen,
    quantity,
    start: now,
    status: trialEnd === null ? 'active' : 'trialing',
    tax_percent: null,
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : now,
  };
}
