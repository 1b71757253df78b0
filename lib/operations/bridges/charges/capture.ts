/** Captures the intent of a charge. */
import type Stripe from 'stripe';
import { chargeOf } from '#lib/operations/bridges/shared/charge.ts';
import { idOf } from '#lib/operations/bridges/shared/default.ts';
import { present } from '#lib/operations/bridges/shared/given.ts';
import * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

type CaptureCharge = Values<typeof charges.captureParameters>;

export async function captureCharge(
  stripe: BridgeCalls,
  values: CaptureCharge,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const { charge, receipt_email } = values;
  const { body } = await stripe.today(charges.retrieve, { charge });
  const intent = idOf(body['payment_intent']);
  if (intent === null) {
    return unbridged();
  }
  if (receipt_email !== undefined) {
    await stripe.today(charges.update, { charge, receipt_email }, 'receipt');
  }
  await capture(stripe, intent, values);
  return chargeOf(stripe, charge, values, 'succeeded');
}

async function capture(stripe: BridgeCalls, intent: string, values: CaptureCharge): Promise<void> {
  const { charge, amount, application_fee, statement_descriptor, statement_description } = values;
  const params = present({
    amount_to_capture: amount,
    application_fee_amount: application_fee,
    statement_descriptor_suffix: statement_descriptor ?? statement_description,
  });
  try {
    await stripe.today(paymentIntents.capture, { intent, ...params }, 'capture');
  } catch (error) {
    if (!(error instanceof StripeApiError)) {
      throw error;
    }
    if (error.error.code === 'payment_intent_unexpected_state') {
      throw await unexpected(stripe, charge, error);
    }
    // Stripe may have failed, and stored that error for the key, after it captured the payment.
    if (error.status < 500 || error.retryable || !(await isCaptured(stripe, charge, amount))) {
      throw error;
    }
  }
}

/** The old error for a charge that can no longer be captured. */
async function unexpected(
  stripe: BridgeCalls,
  charge: string,
  error: StripeApiError,
): Promise<StripeApiError> {
  return (await isCaptured(stripe, charge))
    ? new StripeApiError(
        400,
        {
          type: 'invalid_request_error',
          code: 'charge_already_captured',
          message: `Charge ${charge} has already been captured.`,
        },
        error,
      )
    : error;
}

/** Whether a charge is captured, with the given amount if there is one. */
async function isCaptured(stripe: BridgeCalls, charge: string, amount?: number): Promise<boolean> {
  const { body } = await stripe.today(charges.retrieve, { charge });
  const found = body as unknown as Stripe.Charge;
  return found.captured && (amount ?? found.amount_captured) === found.amount_captured;
}
