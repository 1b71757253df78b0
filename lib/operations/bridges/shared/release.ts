/** Refunds uncaptured charges, which today means canceling the intent. */
import type Stripe from 'stripe';
import * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { idOf } from './default.ts';

/** The parameters of a refund that canceling also supports. */
interface Refund {
  readonly charge: string;
  readonly amount?: number;
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer';
}

/**
 * Creates a refund, or cancels the intent if Stripe says that nothing is captured yet.
 * @returns Stripe's response, or the canceled intent
 */
export async function refundOrRelease(
  stripe: BridgeCalls,
  { charge, amount, reason }: Refund,
  refund: () => Promise<StripeResponse>,
): Promise<{ refunded: StripeResponse } | { canceled: StripeResponse }> {
  try {
    return { refunded: await refund() };
  } catch (error) {
    if (!(error instanceof StripeApiError) || error.status !== 400 || error.error.code !== undefined) {
      throw error;
    }
    const intent = await heldBy(stripe, charge, amount);
    if (intent === undefined) {
      throw error;
    }
    const cancellation = { intent, ...(reason !== undefined && { cancellation_reason: reason }) };
    return { canceled: await stripe.today(paymentIntents.cancel, cancellation, 'cancel') };
  }
}

/** The intent that authorized the full amount of a charge, if any. */
async function heldBy(
  stripe: BridgeCalls,
  charge: string,
  amount: number | undefined,
): Promise<string | undefined> {
  const { body } = await stripe.today(charges.retrieve, { charge });
  const found = body as unknown as Stripe.Charge;
  if (found.captured || found.status !== 'succeeded' || found.payment_intent === null) {
    return undefined;
  }
  if ((amount ?? found.amount) !== found.amount) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      message: 'An uncaptured charge can only be refunded in full; capture a smaller amount instead.',
      param: 'amount',
    });
  }
  return idOf(found.payment_intent) ?? undefined;
}
