/** Cancels subscriptions, at once or at the end of the paid period. */
import { invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { invoice } from '#sandbox/billing/objects/invoices.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { removeItem } from './pending-items.ts';

/** Cancels a subscription at the end of its period. Pending prorations are billed then. */
export function cancelAtPeriodEnd(call: Call, current: Subscription): Subscription {
  const changed = call.change(subscription, current, {
    cancel_at_period_end: true,
    canceled_at: current.canceled_at ?? call.now,
  });
  call.announce('customer.subscription.updated', changed);
  return changed;
}

/** Cancels a subscription at once. Its pending prorations are dropped; other items are billed later. */
export function cancelNow(call: Call, current: Subscription): Subscription {
  for (const item of call.all(invoiceItem, { pending_of: current.customer })) {
    if (item.proration && item.subscription === current.id) {
      removeItem(call, item);
    }
  }
  return endSubscription(
    call,
    call.change(subscription, current, { cancel_at_period_end: false, canceled_at: call.now }),
  );
}

/** Ends a subscription and closes all unpaid invoices of its customer, so that nothing more is collected. */
export function endSubscription(call: Call, current: Subscription): Subscription {
  for (const open of call.all(invoice, { open_of: current.customer })) {
    const closed = call.change(invoice, open, { closed: true, next_payment_attempt: null });
    call.announce('invoice.updated', closed);
  }
  const ended = call.change(subscription, current, {
    ended_at: call.now,
    status: 'canceled',
  });
  call.announce('customer.subscription.deleted', ended);
  return ended;
}
