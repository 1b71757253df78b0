/** Periods of subscriptions: billing them, and what happens at their ends. */
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

/** The end of a trial is announced so long before it, or at once where it is nearer. */
const TRIAL_NOTICE = 3 * DAY;

/** The current period of a subscription. */
export function currentPeriod(of: Subscription): Period {
  return { start: of.current_period_start, end: of.current_period_end };
}

/** Plans what the current period of a subscription brings: its end, and before that of a trial, the notice. */
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
 * Bills the current period of a subscription at once, and with it what items are pending.
 * @throws {StripeError} when there is something to pay and payment fails; what the request did is taken back
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
  // What the request made is gone, and what the error says of it with it.
  const { charge: _, payment_intent: __, ...body } = error.body;
  const asks = body.code === 'authentication_required' && !offSession;
  throw new StripeError(error.status, asks ? { ...body, ...REQUIRES_ACTION } : body);
}

/** Where the cardholder may be there, a payment that has to be authenticated asks for that. */
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

/** Begins the next period. Its invoice is paid later; that of an unpaid subscription is closed from the start. */
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

/** What changes in a subscription when its next period begins. */
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

/** What was pending when a subscription ended is billed at the end of the period that was paid for. */
function billLeftovers(call: Call, ended: Subscription): void {
  const payer = call.peek(customer, ended.customer);
  const items = payer === undefined ? [] : pendingItems(call, payer.id, ended);
  if (payer === undefined || items.length === 0) {
    return;
  }
  const draft = draftInvoice(call, { payer, subscription: ended, items, period: currentPeriod(ended) });
  issue(call, items, draft);
}
