/** Periods of subscriptions: bills them, and handles their ends. */
import type { Invoice } from '#sandbox/billing/objects/invoices.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import { onTaskIfCurrent, scheduleFor } from '#sandbox/engine/versioned-tasks.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { endSubscription } from './cancel.ts';
import { collect } from './collect.ts';
import { draftInvoice, issue } from './draft.ts';
import { lineOfPeriod } from './lines.ts';
import { canPay } from './pay-with-method.ts';
import { pendingItems } from './pending-items.ts';
import { type Period, periodEnd } from './periods.ts';

/** How long before its end a trial's end is announced; at once if less time is left. */
const TRIAL_NOTICE = 3 * DAY;

/** Returns the current period of a subscription. */
export function currentPeriod(of: Subscription): Period {
  return { start: of.current_period_start, end: of.current_period_end };
}

/** Schedules the end of the current period, and before the end of a trial, its notice. */
export function planPeriod(call: Call, { id, status, current_period_end, trial_end }: Subscription): void {
  if (status === 'trialing' && trial_end !== null) {
    scheduleFor(call, trialWillEnd, id, trial_end, Math.max(call.now, trial_end - TRIAL_NOTICE));
  }
  scheduleFor(call, endPeriod, id, current_period_end);
}

export const trialWillEnd = onTaskIfCurrent('subscription.trial_will_end', (call, id, trialEnd) => {
  const current = call.peek(subscription, id);
  if (current?.status === 'trialing' && current.trial_end === trialEnd) {
    call.announce('customer.subscription.trial_will_end', current);
  }
});

/**
 * Bills the current period of a subscription at once, together with pending items.
 * @throws {StripeError} when payment is due and fails; the request's changes are undone
 */
export function billPeriod(call: Call, billed: Subscription, collected: Period, offSession = false): void {
  const made = issuePeriod(call, billed, collected, { next_payment_attempt: null });
  const payable = canPay(call, call.find(customer, billed.customer), billed);
  const { error, invoice: attempted } = collect(call, made, 'first');
  if (error === undefined) {
    return;
  }
  if (!payable && attempted.amount_due !== 0) {
    throw invalidRequest('This customer has no attached payment source');
  }
  // The objects that the request created are gone, so the error cannot refer to them.
  const { charge: _, payment_intent: __, ...body } = error.body;
  const asks = body.code === 'authentication_required' && !offSession;
  throw new StripeError(error.status, asks ? { ...body, ...REQUIRES_ACTION } : body);
}

/** If the cardholder may be present, a payment that requires authentication asks for it. */
const REQUIRES_ACTION = {
  code: 'subscription_payment_intent_requires_action',
  message: 'The first payment of this subscription requires an action of the cardholder.',
};

export const endPeriod = onTaskIfCurrent('subscription.period_end', (call, id, end) => {
  const current = call.peek(subscription, id);
  if (current?.current_period_end !== end) {
    return;
  }
  if (current.status === 'canceled') {
    billLeftovers(call, current);
  } else if (current.cancel_at_period_end) {
    endSubscription(call, current);
    billLeftovers(call, current);
  } else {
    renew(call, current);
  }
});

/** Starts the next period. Its invoice is paid later; that of an unpaid subscription is closed from the start. */
function renew(call: Call, ending: Subscription): void {
  const renewed = call.change(subscription, ending, nextPeriod(ending));
  call.announce('customer.subscription.updated', renewed);
  planPeriod(call, renewed);
  const isUnpaid = renewed.status === 'unpaid';
  issuePeriod(
    call,
    renewed,
    currentPeriod(ending),
    isUnpaid ? { closed: true, next_payment_attempt: null } : {},
  );
}

/** Returns the fields of a subscription that change when its next period begins. */
export function nextPeriod(ending: Subscription): Partial<Subscription> {
  const start = ending.current_period_end;
  return {
    current_period_start: start,
    current_period_end: periodEnd(ending.billing_cycle_anchor, ending.plan, start),
    ...(ending.status === 'trialing' && { status: 'active' }),
  };
}

function issuePeriod(
  call: Call,
  billed: Subscription,
  collected: Period,
  changes: Partial<Invoice>,
): Invoice {
  const items = pendingItems(call, billed.customer, billed);
  const draft = draftInvoice(call, {
    payer: call.find(customer, billed.customer),
    subscription: billed,
    items,
    line: lineOfPeriod(billed, currentPeriod(billed)),
    period: collected,
  });
  call.change(subscription, billed, { billed_coupon: draft.discount?.coupon ?? null });
  return issue(call, items, { ...draft, ...changes });
}

/** Items that were pending when a subscription ended are billed at the end of the paid period. */
function billLeftovers(call: Call, ended: Subscription): void {
  const payer = call.peek(customer, ended.customer);
  const items = payer === undefined ? [] : pendingItems(call, payer.id, ended);
  if (payer === undefined || items.length === 0) {
    return;
  }
  const draft = draftInvoice(call, { payer, subscription: ended, items, period: currentPeriod(ended) });
  issue(call, items, draft);
}
