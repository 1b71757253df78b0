/** Charges a source. Every payment uses this: charges, intents, invoices and orders. */
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { apiError, cardError, type StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import {
  type Charge,
  type Chargeable,
  charge,
  isRefunded,
  PAYMENT_ID,
  sourceTypeOf,
  wholeOf,
} from '#sandbox/payments/objects/charges.ts';
import { availableOn, move } from './balance-transactions.ts';
import { useReceiver } from './bitcoin-receivers.ts';
import { isExpired } from './cards.ts';
import { chargeSharing } from './charge-sharing.ts';
import { checkAmount } from './currencies.ts';
import { disputeFor } from './disputes.ts';
import { refundCharge } from './refunds.ts';
import { type CardOutcome, needsAuthentication, outcomeOf } from './test-cards.ts';

/** What to charge, and what to store with it. */
export interface NewCharge {
  readonly amount: number;
  /** The part that the platform keeps. */
  readonly application_fee?: number | null | undefined;
  readonly currency: string;
  readonly source: Chargeable;
  readonly customer: string | null;
  /** Whether the cardholder has authenticated the payment, or does not need to. */
  readonly authenticated?: boolean;
  /** Default: true. */
  readonly capture?: boolean | undefined;
  readonly description?: string | null | undefined;
  /** The connected account that receives the money. */
  readonly destination?: string | undefined;
  readonly invoice?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly order?: string | undefined;
  /** The PaymentIntent that makes the charge. It handles expiry and disputes itself. */
  readonly payment_intent?: string;
  readonly receipt_email?: string | null | undefined;
  /** Whether the money moves a little later. */
  readonly settlesLater?: boolean;
  readonly shipping?: object | null | undefined;
  readonly statement_descriptor?: string | undefined;
  /** Fields that only PaymentIntents set. */
  readonly details?: Pick<
    Charge,
    'on_behalf_of' | 'statement_descriptor_suffix' | 'transfer_amount' | 'transfer_group'
  >;
}

/**
 * Charges a source. A declined charge is stored too, with `status: failed` and the reason.
 * @throws {StripeError} 400 when the amount is too small or too large, or the source cannot be charged
 */
export function makeCharge(call: Call, wanted: NewCharge): Charge {
  checkAmount(wanted.amount, wanted.currency);
  call.use(chargeSharing).check(call, wanted);
  const { source: charged, capture = true } = wanted;
  const outcome = outcomeFor(call, charged, wanted.authenticated);
  const { decline } = outcome;
  const paid = decline === undefined;
  const isReceiver = charged.object === 'bitcoin_receiver';
  const id = call.newId(isReceiver ? { ...charge, id: PAYMENT_ID } : charge);
  const made = call.create(charge, {
    id,
    amount: wanted.amount,
    amount_refunded: 0,
    application_fee: null,
    application_fee_amount: wanted.application_fee ?? null,
    balance_transaction: null,
    captured: paid && capture,
    currency: wanted.currency,
    customer: wanted.customer,
    description: wanted.description ?? null,
    destination: wanted.destination ?? null,
    dispute: null,
    failure: decline ?? null,
    fraud_details: outcome.blocked ? { stripe_report: 'fraudulent' } : {},
    invoice: wanted.invoice ?? null,
    metadata: wanted.metadata ?? {},
    order: wanted.order ?? null,
    outcome: showOutcome(outcome),
    paid,
    receipt_email: wanted.receipt_email ?? null,
    shipping: wanted.shipping ?? null,
    source: isReceiver ? useReceiver(call, charged, wanted.amount, id) : charged,
    source_transfer: null,
    statement_descriptor: wanted.statement_descriptor ?? null,
    status: paid ? 'succeeded' : 'failed',
    transfer: null,
    ...wanted.details,
    ...(wanted.payment_intent !== undefined && { payment_intent: wanted.payment_intent }),
  });
  if (!paid) {
    call.announce('charge.failed', made);
    return made;
  }
  if (!capture && wanted.payment_intent === undefined) {
    call.schedule(call.now + CAPTURABLE_FOR, expire.name, made.id);
  }
  if (capture && wanted.settlesLater) {
    call.schedule(call.now, settleLater.name, made.id);
  }
  const settled = capture && !wanted.settlesLater ? settle(call, made) : made;
  call.announce('charge.succeeded', settled);
  return settled;
}

/** Moves the money of a charge that was not settled at once. */
export const settleLater = whenDue('charge.settle', (call, id) => {
  const current = call.peek(charge, id);
  if (current !== undefined) {
    call.announce('charge.updated', settle(call, current));
  }
});

/** Makes the error of a declined charge; the charge itself is kept. */
export function declineError({ id, failure }: Charge): StripeError {
  return failure === null
    ? apiError(`Charge ${id} was not declined.`)
    : cardError({ ...failure, charge: id }, { stands: true });
}

/** Moves the money of a captured charge, and opens the dispute that its test card causes. */
export function settle(call: Call, captured: Charge): Charge {
  const { id, currency, description, source: charged } = captured;
  const amount = wholeOf(captured) - captured.amount_refunded;
  const outcome = outcomeFor(call, charged, true);
  const application_fee = call.use(chargeSharing).feePartOf(call, captured);
  const transaction = move(call, {
    amount,
    application_fee,
    available_on: outcome.availableAtOnce ? call.now : availableOn(call),
    currency,
    description,
    fee: processingFee(amount, charged) + (application_fee?.amount ?? 0),
    fee_description: 'Stripe processing fees',
    source: id,
    source_type: sourceTypeOf(captured),
    type: charged.object === 'card' ? 'charge' : 'payment',
  });
  if (outcome.dispute !== undefined && captured.payment_intent === undefined) {
    disputeFor(call, id);
  }
  const settled = call.change(charge, captured, { balance_transaction: transaction.id });
  return call.change(charge, settled, call.use(chargeSharing).share(call, settled, transaction));
}

/**
 * 2.9 % and 30 of the smallest unit, rounded half up; for Bitcoin 0.8 %, at most 500. Prices outside the US differ;
 * using these everywhere is our choice.
 */
function processingFee(amount: number, { object }: Charge['source']): number {
  return object === 'bitcoin_receiver'
    ? Math.min(Math.floor((amount * 8 + 500) / 1000), 500)
    : Math.floor((amount * 29 + 500) / 1000) + 30;
}

/**
 * Returns the result of charging a source now. If the bank requires authentication and the caller does not ask for
 * it, the charge is declined.
 */
function outcomeFor(call: Call, charged: Charge['source'], authenticated = false): CardOutcome {
  if (charged.object !== 'card') {
    return outcomeOf('success');
  }
  const outcome = outcomeOf(charged.outcome);
  const isSetUp = charged.isSetUp === true;
  if (!authenticated && needsAuthentication(outcome, { isSetUp, offSession: true })) {
    return outcomeOf('decline_authentication_required');
  }
  if (outcome.decline !== undefined) {
    return outcome;
  }
  const { avs_failure, cvc_failure } = call.use(chargeSharing).declineSettings(call);
  if (isExpired(charged, call.now)) {
    return outcomeOf('decline_expired');
  }
  if (avs_failure && charged.address_zip_check === 'fail') {
    return outcomeOf('decline_incorrect_zip');
  }
  return cvc_failure && charged.cvc_check === 'fail' ? outcomeOf('decline_incorrect_cvc') : outcome;
}

/** Renders the outcome of a charge. */
function showOutcome({ decline, blocked, elevatedRisk }: CardOutcome): Json {
  if (decline === undefined) {
    return {
      network_status: 'approved_by_network',
      reason: elevatedRisk ? 'elevated_risk_level' : null,
      risk_level: elevatedRisk ? 'elevated' : 'normal',
      seller_message: elevatedRisk
        ? 'Stripe evaluated this payment as having elevated risk.'
        : 'Payment complete.',
      type: elevatedRisk ? 'manual_review' : 'authorized',
    };
  }
  if (blocked) {
    return {
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  }
  const reason = decline.decline_code ?? decline.code;
  return {
    network_status: 'declined_by_network',
    reason,
    risk_level: 'normal',
    seller_message:
      reason === 'generic_decline'
        ? 'The bank did not return any further details with this decline.'
        : `The bank returned the decline code \`${reason}\`.`,
    type: 'issuer_declined',
  };
}

/** How long after its creation an uncaptured charge expires. */
const CAPTURABLE_FOR = 7 * DAY;

export const expire = whenDue('charge.expire', (call, id) => {
  const current = call.peek(charge, id);
  if (current !== undefined && !current.captured && !isRefunded(current)) {
    refundCharge(call, current, { amount: current.amount - current.amount_refunded });
  }
});
