/** Charges. */
import * as charges from '#lib/stripe/charges.ts';
import { type Call, orNull } from '../call.ts';
import { DAY } from '../clock.ts';
import { formatted, LARGEST_AMOUNT, minimumCharge } from '../currencies.ts';
import { implement, type Json, resource, type Stored, whenDue } from '../define.ts';
import { cardError, invalidRequest } from '../errors.ts';
import { type CardOutcome, DECLINES, type Decline, outcomeOf } from '../test-cards.ts';
import { availableOn, move } from './balance-transactions.ts';
import { isExpired } from './cards.ts';
import { type Customer, customer } from './customers.ts';
import { disputeFor } from './disputes.ts';
import { refund, refundCharge } from './refunds.ts';
import { type Source, source } from './sources.ts';
import { resolveSource, type SourceParameter } from './tokens.ts';

/** A charge as it is kept. */
export interface Charge extends Stored {
  readonly object: 'charge';
  readonly created: number;
  readonly amount: number;
  readonly amount_refunded: number;
  readonly balance_transaction: string | null;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly dispute: string | null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly fraud_details: Json;
  readonly invoice: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly order: string | null;
  readonly outcome: Json;
  readonly paid: boolean;
  readonly receipt_email: string | null;
  readonly shipping: object | null;
  /** What was charged, as it was then. */
  readonly source: Source;
  readonly statement_descriptor: string | null;
  readonly status: 'succeeded' | 'pending' | 'failed';
}

export const charge = resource<Charge>('charge', {
  id: { prefix: 'ch', length: 24 },
  indexes: { customer: ({ customer }) => customer, source: ({ source }) => source.object },
  expandable: {
    application_fee: 'application_fee',
    balance_transaction: 'balance_transaction',
    customer: 'customer',
    destination: 'account',
    dispute: 'dispute',
    invoice: 'invoice',
    order: 'order',
    source_transfer: 'transfer',
  },
  render: (charge, view) => ({
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_refunded: charge.amount_refunded,
    application_fee: null,
    balance_transaction: charge.balance_transaction,
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    destination: null,
    dispute: charge.dispute,
    failure_code: charge.failure_code,
    failure_message: charge.failure_message,
    fraud_details: { ...charge.fraud_details },
    invoice: charge.invoice,
    livemode: false,
    metadata: { ...charge.metadata },
    order: charge.order,
    outcome: { ...charge.outcome },
    paid: charge.paid,
    receipt_email: charge.receipt_email,
    receipt_number: null,
    refunded: isRefunded(charge),
    refunds: view.sublist(refund, { charge: charge.id }, `/v1/charges/${charge.id}/refunds`),
    shipping: charge.shipping,
    source: view.show({ customer: null, ...charge.source } as Source),
    source_transfer: null,
    statement_descriptor: charge.statement_descriptor,
    status: charge.status,
  }),
});

/** Whether nothing is left to refund. */
export function isRefunded({ amount, amount_refunded, paid }: Charge): boolean {
  return paid && amount_refunded === amount;
}

/** What is to be charged, and what is kept with it. */
export interface NewCharge {
  readonly amount: number;
  readonly currency: string;
  readonly source: Source;
  readonly customer: string | null;
  /** Default: true. */
  readonly capture?: boolean | undefined;
  readonly description?: string | null | undefined;
  readonly invoice?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly order?: string | undefined;
  readonly receipt_email?: string | undefined;
  readonly shipping?: object | undefined;
  readonly statement_descriptor?: string | undefined;
}

/**
 * Charges a source. A charge that is declined is kept as well, with `status` failed and the reason.
 * @throws {StripeError} 400 when the amount is too small or too large, or the source cannot be charged
 */
export function makeCharge(call: Call, wanted: NewCharge): Charge {
  checkAmount(wanted.amount, wanted.currency);
  const { source: charged, capture = true } = wanted;
  const outcome = outcomeFor(call, charged);
  const { decline } = outcome;
  const paid = decline === undefined;
  const made = call.create(charge, {
    amount: wanted.amount,
    amount_refunded: 0,
    balance_transaction: null,
    captured: paid && capture,
    currency: wanted.currency,
    customer: wanted.customer,
    description: wanted.description ?? null,
    dispute: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: outcome.blocked ? { stripe_report: 'fraudulent' } : {},
    invoice: wanted.invoice ?? null,
    metadata: wanted.metadata ?? {},
    order: wanted.order ?? null,
    outcome: showOutcome(outcome),
    paid,
    receipt_email: wanted.receipt_email ?? null,
    shipping: wanted.shipping ?? null,
    source: charged,
    statement_descriptor: wanted.statement_descriptor ?? null,
    status: paid ? 'succeeded' : 'failed',
  });
  if (!paid) {
    call.announce('charge.failed', made);
    return made;
  }
  if (!capture) {
    call.schedule(call.now + CAPTURABLE_FOR, expire.name, made.id);
  }
  const settled = capture ? settle(call, made) : made;
  call.announce('charge.succeeded', settled);
  return settled;
}

/** The error of a charge that was declined; the charge stands. */
export function declineError({ id, failure_code, failure_message, outcome }: Charge) {
  const { decline_code, param } =
    Object.values<Decline>(DECLINES).find(
      ({ code, decline_code }) =>
        code === failure_code && (decline_code === undefined || decline_code === outcome['reason']),
    ) ?? {};
  return cardError(
    {
      code: failure_code!,
      ...(decline_code !== undefined && { decline_code }),
      message: failure_message!,
      ...(param !== undefined && { param }),
      charge: id,
    },
    { stands: true },
  );
}

export const create = implement(charges.create, (call, parameters) => {
  refuseConnect(parameters);
  const payer = parameters.customer === undefined ? undefined : call.find(customer, parameters.customer);
  checkAmount(parameters.amount, parameters.currency);
  const { source: given, description, metadata, customer: _, ...wanted } = parameters;
  const made = makeCharge(call, {
    ...wanted,
    source: payer === undefined ? sourceOf(call, given) : sourceOfCustomer(call, payer, given),
    customer: payer?.id ?? null,
    description: orNull(description),
    metadata: call.metadata(metadata),
  });
  if (!made.paid) {
    throw declineError(made);
  }
  return made;
});

export const retrieve = implement(charges.retrieve, (call, { charge: id }) => call.find(charge, id));

export const update = implement(charges.update, (call, parameters) => {
  const current = call.find(charge, parameters.charge);
  const { description, fraud_details, metadata, receipt_email, shipping } = parameters;
  const changed = call.change(charge, current, {
    description: orNull(description),
    fraud_details: fraud_details && reported(current.fraud_details, fraud_details.user_report),
    metadata: call.metadata(metadata, current.metadata),
    receipt_email,
    shipping,
  });
  call.announce('charge.updated', changed);
  return changed;
});

export const capture = implement(charges.capture, (call, parameters) => {
  refuseConnect(parameters);
  const current = call.find(charge, parameters.charge);
  const { amount = current.amount, receipt_email, statement_descriptor } = parameters;
  if (current.captured) {
    throw invalidRequest(`Charge ${current.id} has already been captured.`, {
      code: 'charge_already_captured',
    });
  }
  if (!current.paid || isRefunded(current)) {
    throw invalidRequest(
      current.paid
        ? `Charge ${current.id} could not be captured because it has been refunded or has expired.`
        : `Charge ${current.id} could not be captured because it failed.`,
    );
  }
  if (amount > current.amount) {
    throw invalidRequest(
      `Amount to capture (${formatted(amount, current.currency)}) is greater than the amount of the charge (${formatted(current.amount, current.currency)}).`,
      { param: 'amount' },
    );
  }
  if (amount < current.amount) {
    refundCharge(call, current, { amount: current.amount - amount, silent: true });
  }
  const changed = call.change(charge, current, { captured: true, receipt_email, statement_descriptor });
  const settled = settle(call, changed);
  call.announce('charge.captured', settled);
  return settled;
});

export const list = implement(charges.list, (call, { customer: id, source: kind, ...paging }) => {
  const only = kind?.object === 'all' ? undefined : kind?.object;
  return call.page(charge, paging, { customer: id, source: only });
});

/** An uncaptured charge expires exactly so long after it was made. */
const CAPTURABLE_FOR = 7 * DAY;

export const expire = whenDue('charge.expire', (call, id) => {
  const current = call.peek(charge, id);
  if (current !== undefined && !current.captured && !isRefunded(current)) {
    refundCharge(call, current, { amount: current.amount - current.amount_refunded });
  }
});

/** Moves the money of a captured charge, and starts the dispute that its card is known for. */
function settle(call: Call, captured: Charge): Charge {
  const { id, currency, description, source: charged } = captured;
  const amount = captured.amount - captured.amount_refunded;
  const outcome = outcomeFor(call, charged);
  const transaction = move(call, {
    amount,
    available_on: outcome.availableAtOnce ? call.now : availableOn(call.now),
    currency,
    description,
    fee: processingFee(amount),
    fee_description: 'Stripe processing fees',
    source: id,
    source_type: charged.object,
    type: charged.object === 'card' ? 'charge' : 'payment',
  });
  if (outcome.dispute !== undefined) {
    disputeFor(call, id);
  }
  return call.change(charge, captured, { balance_transaction: transaction.id });
}

/** 2.9 % and 30 of the smallest unit, rounded half up. Prices outside the US differ; this one for all is our choice. */
function processingFee(amount: number): number {
  return Math.floor((amount * 29 + 500) / 1000) + 30;
}

/** What comes of charging a source now. */
function outcomeFor({ now }: Call, charged: Source): CardOutcome {
  if (charged.object === 'bank_account') {
    return outcomeOf('success');
  }
  const outcome = outcomeOf(charged.outcome);
  return outcome.decline === undefined && isExpired(charged, now) ? outcomeOf('decline_expired') : outcome;
}

/** How a charge came out, as it is shown. */
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

function checkAmount(amount: number, currency: string): void {
  const minimum = minimumCharge(currency);
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${formatted(minimum, currency)}`, {
      param: 'amount',
      code: 'amount_too_small',
    });
  }
  if (amount > LARGEST_AMOUNT) {
    throw invalidRequest(`Amount must be no more than ${formatted(LARGEST_AMOUNT, currency)}`, {
      param: 'amount',
      code: 'amount_too_large',
    });
  }
}

function sourceOf(call: Call, given: SourceParameter | undefined): Source {
  if (given === undefined) {
    throw invalidRequest('Must provide source or customer.');
  }
  return resolveSource(call, given, 'source');
}

/** The source of a customer that is to be charged: the one that is named, or the default one. */
function sourceOfCustomer(
  call: Call,
  { id, default_source }: Customer,
  given: SourceParameter | undefined,
): Source {
  if (given === undefined) {
    const charged = call.peek(source, default_source);
    if (charged === undefined) {
      throw cardError({
        code: 'missing',
        message: 'Cannot charge a customer that has no active card',
        param: 'card',
      });
    }
    return chargeable(charged);
  }
  const named = typeof given === 'string' ? call.peek(source, given) : undefined;
  if (named?.customer !== id) {
    throw invalidRequest(`Customer ${id} does not have a linked source with that ID.`, {
      param: 'source',
      code: 'missing',
    });
  }
  return chargeable(named);
}

function chargeable(charged: Source): Source {
  if (charged.object === 'bank_account' && charged.status !== 'verified') {
    throw invalidRequest('This bank account must be verified before it can be charged.', { param: 'source' });
  }
  return charged;
}

function reported(current: Json, report: 'fraudulent' | 'safe' | ''): Json {
  const { user_report: _, ...others } = current;
  return report === '' ? others : { ...others, user_report: report };
}

/** What only platforms can ask for. */
function refuseConnect({
  application_fee,
  destination,
}: {
  application_fee?: number;
  destination?: string;
}): void {
  const param = application_fee !== undefined ? 'application_fee' : destination && 'destination';
  if (param !== undefined && param !== '') {
    throw invalidRequest(`The sandbox does not implement ${param} on charges.`, { param });
  }
}
