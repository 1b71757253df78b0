/** Applies a new default card to a customer's subscriptions, like a card sent with a customer in 2016. */
import * as invoices from '#lib/operations/invoices.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { Old } from './card.ts';
import { idOf } from './default.ts';

/**
 * Moves subscriptions that pay with the replaced card to the new one, and retries the latest open invoice of each
 * subscription that is past due. Today's Stripe does neither if a customer's default payment method changes. A retry
 * that is declined is not an error.
 */
export async function billNewDefault(
  stripe: BridgeCalls,
  customer: string,
  { method, before }: { readonly method: string; readonly before: string | null },
): Promise<void> {
  for (const subscription of await subscriptionsOf(stripe, customer)) {
    const id = subscription['id'] as string;
    if (before !== null && idOf(subscription['default_payment_method']) === before) {
      const change = { subscription: id, default_payment_method: method };
      await stripe.legacy(subscriptions.update, change, `move ${id}`);
    }
    if (subscription['status'] === 'past_due') {
      await retryLatest(stripe, customer, id);
    }
  }
}

async function subscriptionsOf(stripe: BridgeCalls, customer: string): Promise<Old[]> {
  const found: Old[] = [];
  for (let after: string | undefined; ; ) {
    const page = { customer, ...atMost(stripe, 100), ...(after !== undefined && { starting_after: after }) };
    const { body } = await stripe.legacy(subscriptions.list, page);
    found.push(...(body['data'] as Old[]));
    after = found.at(-1)?.['id'] as string | undefined;
    if (body['has_more'] !== true || after === undefined) {
      return found;
    }
  }
}

/** The size of a page, by its name in the caller's version. */
function atMost({ version }: BridgeCalls, limit: number): { limit?: number; count?: number } {
  return version < '2014-03-28' ? { count: limit } : { limit };
}

async function retryLatest(stripe: BridgeCalls, customer: string, subscription: string): Promise<void> {
  const { body } = await stripe.legacy(invoices.list, { customer, subscription, ...atMost(stripe, 1) });
  const [latest] = body['data'] as Old[];
  // Today's Stripe shows the status at every version, and `closed` until 2018-11-08.
  const isOpen =
    latest?.['paid'] !== true && (latest?.['status'] ?? 'open') === 'open' && latest?.['closed'] !== true;
  if (latest === undefined || !isOpen) {
    return;
  }
  const invoice = latest['id'] as string;
  try {
    await stripe.legacy(invoices.pay, { invoice }, `pay ${invoice}`);
  } catch (error) {
    if (!(error instanceof StripeApiError) || error.retryable) {
      throw error;
    }
  }
}
