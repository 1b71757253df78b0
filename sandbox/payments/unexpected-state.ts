/** The error for an action that the status of an intent does not allow. */
import type { Call } from '#sandbox/engine/call.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import type { PaymentIntent } from '#sandbox/payments/objects/payment-intents.ts';
import type { SetupIntent } from '#sandbox/payments/objects/setup-intents.ts';

const NAMES = { payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent' } as const;

/** Makes the error. `what` completes the sentence “This PaymentIntent could not be …”. */
export function unexpectedState(call: Call, intent: PaymentIntent | SetupIntent, what: string): StripeError {
  const { object, status } = intent;
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: `${object}_unexpected_state`,
    message: `This ${NAMES[object]} could not be ${what}. Its status is ${status}.`,
    [object]: call.showToCaller(intent),
  });
}
