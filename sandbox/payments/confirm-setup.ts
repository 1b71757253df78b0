/** Confirms a SetupIntent: saves a payment method with a customer for off-session payments. */
import type { Call } from '#sandbox/engine/call.ts';
import { cardError, type StripeError } from '#sandbox/engine/errors.ts';
import { docUrl } from '#sandbox/payments/objects/payment-intents.ts';
import { type PaymentMethod, paymentMethod } from '#sandbox/payments/objects/payment-methods.ts';
import { type SetupIntent, setupIntent } from '#sandbox/payments/objects/setup-intents.ts';
import { attachMethod, checkedMethod, peekMethod } from './attach-methods.ts';
import { type Choice, chosenMethod, usableBy } from './choose-method.ts';
import { needsAuthentication, outcomeOf } from './test-cards.ts';
import { unexpectedState } from './unexpected-state.ts';

/**
 * Confirms a SetupIntent.
 * @throws {StripeError} 402 when the bank declines the card, which the intent records; 400 when it cannot be
 * confirmed now
 */
export function confirmSetup(call: Call, intent: SetupIntent, choice: Choice): SetupIntent {
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) {
    throw unexpectedState(call, intent, 'confirmed');
  }
  const method = chosenMethod(call, choice, intent.customer) ?? ownMethod(call, intent);
  if (method === undefined) {
    throw unexpectedState(call, intent, 'confirmed, because it has no payment method');
  }
  const chosen = call.change(setupIntent, intent, { payment_method: method.id, failure: null });
  if (needsAuthentication(outcomeOf(method.outcome), { isSetUp: false, offSession: false })) {
    const asking = call.change(setupIntent, chosen, { status: 'requires_action' });
    call.announce('setup_intent.requires_action', asking);
    return asking;
  }
  return save(call, chosen, method);
}

/**
 * Records the cardholder's answer to an authentication request.
 * @throws {StripeError} 402 when the bank declines the card then
 */
export function authenticateSetup(call: Call, intent: SetupIntent, succeeds: boolean): SetupIntent {
  const method = ownMethod(call, intent);
  if (intent.status !== 'requires_action' || method === undefined) {
    throw unexpectedState(call, intent, 'authenticated');
  }
  if (!succeeds) {
    const message = 'The cardholder could not be authenticated. Choose another payment method.';
    throw fail(call, intent, method, { code: 'setup_intent_authentication_failure', message });
  }
  return save(call, intent, method);
}

function ownMethod(call: Call, { payment_method, customer }: SetupIntent): PaymentMethod | undefined {
  const method = peekMethod(call, payment_method);
  return method && usableBy(method, customer);
}

function save(call: Call, intent: SetupIntent, method: PaymentMethod): SetupIntent {
  const { decline, attaches } = outcomeOf(method.outcome);
  if (decline !== undefined && attaches !== true) {
    throw fail(call, intent, method, decline);
  }
  const { customer, usage } = intent;
  const attached = customer === null ? checkedMethod(call, method) : attachMethod(call, method, customer);
  call.change(paymentMethod, attached, { isSetUp: usage === 'off_session' });
  const succeeded = call.change(setupIntent, intent, { status: 'succeeded' });
  call.announce('setup_intent.succeeded', succeeded);
  return succeeded;
}

function fail(
  call: Call,
  intent: SetupIntent,
  method: PaymentMethod,
  declined: { readonly code: string; readonly decline_code?: string; readonly message: string },
): StripeError {
  const { code, decline_code, message } = declined;
  const failed = call.change(setupIntent, intent, {
    failure: { code, decline_code, message, payment_method: method },
    payment_method: null,
    status: 'requires_payment_method',
  });
  call.announce('setup_intent.setup_failed', failed);
  return cardError(
    {
      code,
      ...(decline_code !== undefined && { decline_code }),
      message,
      doc_url: docUrl(code),
      payment_method: call.showToCaller(method),
      setup_intent: call.showToCaller(failed),
    },
    { stands: true },
  );
}
