/** Captures what a PaymentIntent holds. */

import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import { type PaymentIntent, paymentIntent } from '#sandbox/payments/objects/payment-intents.ts';
import { chargeSharing } from './charge-sharing.ts';
import { settle } from './charging.ts';
import { succeed, withNamesOfToday } from './confirm-intent.ts';
import { formatted } from './currencies.ts';
import { unexpectedState } from './unexpected-state.ts';

/** The parameters of a capture. */
interface Capture {
  readonly amount_to_capture?: number | undefined;
  readonly application_fee_amount?: number | undefined;
  readonly statement_descriptor_suffix?: string | undefined;
  readonly transfer_data?: { readonly amount?: number };
}

/**
 * Captures a held payment, or part of it; the rest is released.
 * @throws {StripeError} 400 when nothing is held, or less than is to be captured
 */
export function captureIntent(call: Call, intent: PaymentIntent, wanted: Capture): PaymentIntent {
  const held = call.peek(charge, intent.latest_charge);
  if (intent.status !== 'requires_capture' || held === undefined) {
    throw unexpectedState(call, intent, 'captured');
  }
  const { amount_to_capture: amount = intent.amount_capturable, statement_descriptor_suffix } = wanted;
  const { currency } = intent;
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The amount to capture (${formatted(amount, currency)}) is greater than what can be captured (${formatted(intent.amount_capturable, currency)}).`,
      { param: 'amount_to_capture', code: 'amount_too_large' },
    );
  }
  const application_fee_amount = feeOf(intent, wanted, amount);
  const transfer_data = intent.transfer_data && { ...intent.transfer_data, ...wanted.transfer_data };
  withNamesOfToday(() =>
    call.use(chargeSharing).check(call, {
      amount,
      application_fee: application_fee_amount,
      currency,
      destination: transfer_data?.destination,
    }),
  );
  const captured = call.change(charge, held, {
    ...(amount < held.amount && { amount_captured: amount }),
    application_fee_amount,
    captured: true,
    statement_descriptor_suffix,
    transfer_amount: transfer_data?.amount && Math.min(transfer_data.amount, amount),
  });
  const settled = settle(call, captured);
  call.announce('charge.captured', settled);
  const changed = call.change(paymentIntent, intent, {
    application_fee_amount,
    statement_descriptor_suffix,
    transfer_data,
  });
  return succeed(call, changed, settled);
}

/** Returns the platform's fee, at most the captured amount. A fee in the request must not exceed it. */
function feeOf(intent: PaymentIntent, wanted: Capture, amount: number): number | null {
  const before = intent.application_fee_amount;
  return wanted.application_fee_amount ?? (before === null ? null : Math.min(before, amount));
}
