/** Shows an intent that was canceled before its capture as the refund that this was in 2016. */
import type Stripe from 'stripe';
import { idOf } from '#lib/operations/bridges/shared/default.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** Cancellation reasons that a refund can also have. */
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'];

/**
 * Builds the refund. It has the intent's ID, by which it can be retrieved.
 * @param metadata the refund's metadata, which a canceled intent cannot store
 */
export function releaseAnswer(
  answer: StripeResponse,
  metadata?: Readonly<Record<string, string>> | '',
): StripeResponse {
  const intent = answer.body as unknown as Stripe.PaymentIntent;
  const { cancellation_reason: reason } = intent;
  const body = {
    id: intent.id,
    object: 'refund',
    amount: intent.amount,
    balance_transaction: null,
    charge: idOf(intent.latest_charge),
    created: intent.canceled_at,
    currency: intent.currency,
    metadata: { ...(metadata || {}) },
    reason: reason !== null && REASONS.includes(reason) ? reason : null,
    receipt_number: null,
    status: 'succeeded',
  };
  return { ...answer, body, text: undefined };
}
