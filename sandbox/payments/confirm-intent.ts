/** Confirms a PaymentIntent: the state machine from a payment method to a charge. */
import type { Call } from '#sandbox/engine/call.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { cardError, invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import { CAPTURABLE_FOR } from '#sandbox/payments/objects/charge-details.ts';
import { type Charge, charge } from '#sandbox/payments/objects/charges.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import {
  docUrl,
  type Failure,
  type PaymentIntent,
  paymentIntent,
} from '#sandbox/payments/objects/payment-intents.ts';
import { asCard, type PaymentMethod, paymentMethod } from '#sandbox/payments/objects/payment-methods.ts';
import { attachMethod, checkedMethod, peekMethod } from './attach-methods.ts';
import { makeCharge } from './charging.ts';
import { type Choice, chosenMethod, usableBy } from './choose-method.ts';
import { openDispute } from './disputes.ts';
import { DECLINES, type Decline, needsAuthentication, outcomeOf } from './test-cards.ts';
import { unexpectedState } from './unexpected-state.ts';

/** The parameters of a confirmation. */
export interface Confirmation extends Choice {
  readonly error_on_requires_action?: boolean | undefined;
  readonly off_session?: boolean | string | undefined;
}

/**
 * Confirms an intent: charges its payment method, or asks for authentication.
 * @throws {StripeError} 402 when the payment is declined, which the intent records; 400 when it cannot be confirmed
 * now
 */
export function confirmIntent(call: Call, intent: PaymentIntent, how: Confirmation): PaymentIntent {
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) {
    throw unexpectedState(call, intent, 'confirmed');
  }
  const method =
    chosenMethod(call, how, intent.customer) ?? ownMethod(call, intent) ?? defaultMethod(call, intent);
  if (method === undefined) {
    throw unexpectedState(call, intent, 'confirmed, because it has no payment method');
  }
  const chosen = call.change(paymentIntent, intent, { payment_method: method.id, failure: null });
  const offSession = how.off_session !== undefined && how.off_session !== false;
  const asks =
    intent.isAuthenticated !== true &&
    needsAuthentication(outcomeOf(method.outcome), { isSetUp: method.isSetUp === true, offSession });
  if (!asks) {
    return pay(call, chosen, method);
  }
  if (offSession || how.error_on_requires_action) {
    throw fail(call, chosen, method, DECLINES_OF_TODAY.authentication_required);
  }
  const asking = call.change(paymentIntent, chosen, { status: 'requires_action' });
  call.announce('payment_intent.requires_action', asking);
  return asking;
}

/** The decline codes when authentication is required and nobody can be asked; today's code says so itself. */
const DECLINES_OF_TODAY = {
  authentication_required: { ...DECLINES.authentication_required, code: 'authentication_required' },
};

/**
 * Records the cardholder's answer to an authentication request.
 * @throws {StripeError} 402 when the payment is declined then
 */
export function authenticate(call: Call, intent: PaymentIntent, succeeds: boolean): PaymentIntent {
  const method = ownMethod(call, intent);
  if (intent.status !== 'requires_action' || method === undefined) {
    throw unexpectedState(call, intent, 'authenticated');
  }
  if (!succeeds) {
    throw fail(call, intent, method, {
      code: 'payment_intent_authentication_failure',
      message: 'The cardholder could not be authenticated. Choose another payment method.',
    });
  }
  const authenticated = call.change(paymentIntent, intent, {
    isAuthenticated: true,
    status: 'requires_confirmation',
  });
  return intent.confirmation_method === 'manual' ? authenticated : pay(call, authenticated, method);
}

function ownMethod(
  call: Call,
  { payment_method, customer: payer }: PaymentIntent,
): PaymentMethod | undefined {
  const method = peekMethod(call, payment_method);
  return method && usableBy(method, payer);
}

/** If no method is named, the customer's default source is charged, as with charges. */
function defaultMethod(call: Call, { customer: payer }: PaymentIntent): PaymentMethod | undefined {
  return peekMethod(call, call.peek(customer, payer)?.default_source ?? null);
}

/** Charges a payment method and updates the intent. */
function pay(call: Call, intent: PaymentIntent, chosen: PaymentMethod): PaymentIntent {
  const method = checkedMethod(call, chosen);
  const capture = intent.capture_method !== 'manual';
  const disputed = outcomeOf(method.outcome).dispute !== undefined;
  const made = withNamesOfToday(() =>
    makeCharge(call, {
      amount: intent.amount,
      application_fee: intent.application_fee_amount,
      authenticated: true,
      capture,
      currency: intent.currency,
      customer: intent.customer,
      description: intent.description,
      destination: intent.transfer_data?.destination,
      details: {
        on_behalf_of: intent.on_behalf_of,
        statement_descriptor_suffix: intent.statement_descriptor_suffix,
        transfer_amount: intent.transfer_data?.amount,
        transfer_group: intent.transfer_group,
      },
      invoice: intent.invoice,
      metadata: intent.metadata,
      payment_intent: intent.id,
      receipt_email: intent.receipt_email,
      settlesLater: intent.capture_method === 'automatic_async' && !disputed,
      shipping: intent.shipping,
      source: asCard(method),
    }),
  );
  if (!made.paid) {
    throw fail(
      call,
      call.change(paymentIntent, intent, { latest_charge: made.id }),
      method,
      made.failure!,
      made,
    );
  }
  saveOrSpend(call, intent, method);
  return capture ? succeed(call, intent, made) : hold(call, intent, made);
}

/** Attaches a method to the customer if it is to be saved; uses up a method without a customer. */
function saveOrSpend(call: Call, intent: PaymentIntent, method: PaymentMethod): void {
  const { customer: payer, setup_future_usage: usage } = intent;
  if (method.customer != null) {
    if (usage === 'off_session') {
      call.change(paymentMethod, method, { isSetUp: true });
    }
    return;
  }
  if (payer !== null && usage !== null) {
    const attached = attachMethod(call, method, payer);
    call.change(paymentMethod, attached, { isSetUp: usage === 'off_session' });
    return;
  }
  call.change(paymentMethod, method, { isSpent: true });
}

/** Marks the intent as paid by a captured charge. */
export function succeed(call: Call, intent: PaymentIntent, captured: Charge): PaymentIntent {
  if (captured.source.object === 'card' && outcomeOf(captured.source.outcome).dispute !== undefined) {
    openDispute.run(call, captured.id);
  }
  const succeeded = call.change(paymentIntent, intent, {
    amount_capturable: 0,
    amount_received: captured.amount_captured ?? captured.amount,
    latest_charge: captured.id,
    status: 'succeeded',
  });
  call.announce('payment_intent.succeeded', succeeded);
  return succeeded;
}

function hold(call: Call, intent: PaymentIntent, made: Charge): PaymentIntent {
  const held = call.change(paymentIntent, intent, {
    amount_capturable: made.amount,
    latest_charge: made.id,
    status: 'requires_capture',
  });
  call.schedule(call.now + CAPTURABLE_FOR, expireHold.name, intent.id);
  call.announce('payment_intent.amount_capturable_updated', held);
  return held;
}

export const expireHold = whenDue('payment_intent.expire', (call, id) => {
  const intent = call.peek(paymentIntent, id);
  if (intent?.status === 'requires_capture') {
    const held = call.peek(charge, intent.latest_charge);
    if (held !== undefined) {
      call.announce('charge.expired', held);
    }
    cancelIntent(call, intent, 'automatic');
  }
});

/** Cancels an intent and releases what it holds; its charge still looks uncaptured. */
export function cancelIntent(call: Call, intent: PaymentIntent, reason: string | null): PaymentIntent {
  const canceled = call.change(paymentIntent, intent, {
    amount_capturable: 0,
    canceled_at: call.now,
    cancellation_reason: reason,
    status: 'canceled',
  });
  call.announce('payment_intent.canceled', canceled);
  return canceled;
}

/** Records why a payment failed, and returns the error; both are kept. */
function fail(
  call: Call,
  intent: PaymentIntent,
  method: PaymentMethod,
  { param: _, ...decline }: Decline,
  declined?: Charge,
): StripeError {
  const failure: Failure = { ...decline, charge: declined?.id, payment_method: method };
  const failed = call.change(paymentIntent, intent, {
    failure,
    payment_method: null,
    status: 'requires_payment_method',
  });
  call.announce('payment_intent.payment_failed', failed);
  return cardError(
    {
      ...decline,
      ...(declined !== undefined && { charge: declined.id }),
      doc_url: docUrl(decline.code),
      payment_intent: call.showToCaller(failed),
      payment_method: call.showToCaller(method),
    },
    { stands: true },
  );
}

const NAMES: Readonly<Record<string, string>> = {
  application_fee: 'application_fee_amount',
  destination: 'transfer_data[destination]',
};

/** Runs code shared with charges, and converts its errors to the parameter names of intents. */
export function withNamesOfToday<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const name = error instanceof StripeError ? NAMES[error.body.param ?? ''] : undefined;
    if (!(error instanceof StripeError) || name === undefined) {
      throw error;
    }
    const message = error.body.message.replace(error.body.param!, name);
    throw invalidRequest(message, { param: name, ...(error.body.code && { code: error.body.code }) });
  }
}
