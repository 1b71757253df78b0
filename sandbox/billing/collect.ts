/** Collects invoices: pays them from the customer's balance and default source, and handles failures. */
import {
  type Invoice,
  invoice,
  startingBalance,
  webhooksDelivered,
} from '#sandbox/billing/objects/invoices.ts';
import { plan } from '#sandbox/billing/objects/plans.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY, HOUR } from '#sandbox/engine/clock.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import { latest } from '#sandbox/engine/reusable-ids.ts';
import { onTaskIfCurrent, scheduleFor } from '#sandbox/engine/versioned-tasks.ts';
import { sourceOfCustomer } from '#sandbox/payments/charges.ts';
import { declineError, makeCharge } from '#sandbox/payments/charging.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import type { PaymentMethod } from '#sandbox/payments/objects/payment-methods.ts';
import { cancelNow } from './cancel.ts';
import { settlementOf } from './money.ts';
import { defaultMethodOf, type Paid, payWithMethod } from './pay-with-method.ts';
import { addToBalance, setDelinquent } from './payer.ts';

/**
 * Why payment is attempted: it is due; somebody asked for it (or set a new source), which leaves the retry schedule
 * unchanged; or a subscription depends on it.
 */
type Reason = 'due' | 'asked' | 'first';

/** The result of an attempt; if it failed, with the error. */
export interface Attempt {
  readonly invoice: Invoice;
  readonly error?: StripeError;
}

/** An invoice whose amount due is settled. */
type Settled = Invoice & { readonly amount_due: number };

/** How long after an invoice is created payment is attempted. */
export const ATTEMPT_AFTER = HOUR;
/** How long to wait after each failure. Stripe's default of that time as far as it is known; otherwise our choice. */
const RETRY_AFTER = [3 * DAY, 5 * DAY, 7 * DAY];
/**
 * How long payment waits at most for webhooks that do not accept the event; deliveries are retried for the same time.
 */
const LONGEST_WAIT = 3 * DAY;

/** Schedules the next attempt of an invoice. */
export function planAttempt(call: Call, { id, next_payment_attempt }: Invoice): void {
  if (next_payment_attempt !== null) {
    scheduleFor(call, attempt, id, next_payment_attempt);
  }
}

export const attempt = onTaskIfCurrent('invoice.attempt', (call, id, moment) => {
  const due = call.peek(invoice, id);
  if (due?.next_payment_attempt !== moment) {
    return;
  }
  if (!webhooksDelivered(call, due) && call.now < due.created + LONGEST_WAIT) {
    planAttempt(call, call.change(invoice, due, { next_payment_attempt: call.now + HOUR }));
    return;
  }
  collect(call, due, 'due');
});

/** Collects an invoice again that was reopened. */
export function reopen(call: Call, reopened: Invoice): Invoice {
  const changed = call.change(invoice, reopened, { next_payment_attempt: call.now + ATTEMPT_AFTER });
  planAttempt(call, changed);
  return changed;
}

/** Announces a changed invoice. */
export function announceChange(call: Call, changed: Invoice): Invoice {
  call.announce('invoice.updated', changed);
  return changed;
}

/**
 * Attempts to pay an open invoice: first from the customer's balance, then with the named or the default payment
 * method, else with the default source.
 */
export function collect(call: Call, open: Invoice, reason: Reason, method?: PaymentMethod): Attempt {
  const settled = settle(call, open);
  if (settled.amount_due === 0) {
    return { invoice: succeed(call, settled, reason) };
  }
  const counted = {
    attempted: true,
    attempt_count: settled.attempt_count + (reason === 'due' || !settled.attempted ? 1 : 0),
  };
  const { made, error } = charge(call, settled, method);
  const changed = call.change(invoice, settled, { ...counted, charge: made?.id });
  return error === undefined
    ? { invoice: succeed(call, changed, reason) }
    : { invoice: fail(call, changed, settled, reason), error };
}

/** Forgives an invoice: the subscription continues as if it had been paid. */
export function forgive(call: Call, forgiven: Invoice): Invoice {
  const changed = call.change(invoice, forgiven, {
    forgiven: true,
    closed: true,
    next_payment_attempt: null,
  });
  announceChange(call, changed);
  recover(call, changed);
  return changed;
}

/** Retries the latest open invoice of each past-due subscription of a customer with a new source. */
export function retryPastDue(call: Call, customerId: string): void {
  for (const { id, status } of call.all(subscription, { live_of: customerId })) {
    const [newest] = call.newest(invoice, { subscription: id, open_of: customerId }, 1);
    if (status === 'past_due' && newest?.attempted) {
      collect(call, newest, 'asked');
    }
  }
}

/** Settles an invoice against the customer's balance when payment is first attempted. */
function settle(call: Call, open: Invoice): Settled {
  if (open.amount_due !== null) {
    return { ...open, amount_due: open.amount_due };
  }
  const starting_balance = startingBalance(call, open);
  const settled = settlementOf(open.total, starting_balance, open.currency);
  addToBalance(call, open.customer, settled.ending_balance - starting_balance);
  return { ...call.change(invoice, open, { ...settled, starting_balance }), ...settled };
}

/** Charges the payment method of an invoice. A failed attempt is kept, even if the customer was deleted. */
function charge(call: Call, due: Settled, named?: PaymentMethod): Paid {
  try {
    return chargeCustomer(call, due, named);
  } catch (error) {
    if (!(error instanceof StripeError)) {
      throw error;
    }
    return { error: new StripeError(error.status, error.body, { stands: true }) };
  }
}

function chargeCustomer(call: Call, due: Settled, named: PaymentMethod | undefined): Paid {
  const payer = call.find(customer, due.customer);
  const billed = call.peek(subscription, due.subscription);
  const method = named ?? defaultMethodOf(call, payer, billed);
  const descriptor =
    due.statement_descriptor ?? (billed && latest(call, plan, billed.plan).statement_descriptor) ?? undefined;
  const wanted = {
    amount: due.amount_due,
    // A fee above the amount due takes all of it; that is our choice.
    application_fee: due.application_fee === null ? null : Math.min(due.application_fee, due.amount_due),
    currency: due.currency,
    customer: payer.id,
    invoice: due.id,
  };
  if (method !== undefined) {
    return payWithMethod(call, method, { ...wanted, statement_descriptor_suffix: descriptor });
  }
  const made = makeCharge(call, {
    ...wanted,
    source: sourceOfCustomer(call, payer, undefined),
    statement_descriptor: descriptor,
  });
  return made.paid ? { made } : { made, error: declineError(made) };
}

function succeed(call: Call, paid: Invoice, reason: Reason): Invoice {
  const changed = call.change(invoice, paid, {
    attempted: true,
    closed: true,
    paid: true,
    next_payment_attempt: null,
  });
  if (reason !== 'first') {
    announceChange(call, changed);
  }
  call.announce('invoice.payment_succeeded', changed);
  recover(call, changed);
  return changed;
}

/** Ends the past-due state that an invoice caused, unless another invoice is open too. */
function recover(call: Call, { id, customer: payer, subscription: billedId }: Invoice): void {
  const owed = call.all(invoice, { open_of: payer }).filter(({ attempted }) => attempted);
  if (owed.length === 0) {
    setDelinquent(call, payer, false);
  }
  const billed = call.peek(subscription, billedId);
  if (billed?.status !== 'past_due' && billed?.status !== 'unpaid') {
    return;
  }
  const [newest] = call.newest(invoice, { subscription: billed.id }, 1);
  const isSettled = billed.status === 'past_due' && owed.every((one) => one.subscription !== billed.id);
  if (isSettled || newest?.id === id) {
    setStatus(call, billed, 'active');
  }
}

function fail(call: Call, failed: Invoice, before: Invoice, reason: Reason): Invoice {
  const isScheduled = reason === 'due' || !before.attempted;
  const wait = RETRY_AFTER[failed.attempt_count - 1];
  const next_payment_attempt = isScheduled
    ? wait === undefined
      ? null
      : call.now + wait
    : failed.next_payment_attempt;
  const changed = call.change(invoice, failed, { next_payment_attempt });
  call.announce('invoice.payment_failed', announceChange(call, changed));
  setDelinquent(call, changed.customer, true);
  if (isScheduled) {
    planAttempt(call, changed);
  }
  const billed = call.peek(subscription, changed.subscription);
  if (billed?.status === 'active') {
    setStatus(call, billed, 'past_due');
  }
  if (next_payment_attempt === null && isScheduled) {
    giveUp(call, changed);
  }
  return call.find(invoice, changed.id);
}

/** After the last retry, a setting of the account decides what becomes of the subscription. */
function giveUp(call: Call, { id, subscription: billedId }: Invoice): void {
  const billed = call.peek(subscription, billedId);
  if (billed?.status !== 'past_due') {
    return;
  }
  const { afterRetries } = call.account.billing;
  if (afterRetries === 'canceled') {
    cancelNow(call, billed);
  }
  if (afterRetries === 'unpaid') {
    setStatus(call, billed, 'unpaid');
    announceChange(call, call.change(invoice, call.find(invoice, id), { closed: true }));
  }
}

function setStatus(call: Call, billed: Subscription, status: Subscription['status']): void {
  call.announce('customer.subscription.updated', call.change(subscription, billed, { status }));
}
