/** Refunds, under their own URLs and under those of their charges. */
import * as ofCharges from '#lib/operations/charge-refunds.ts';
import * as refunds from '#lib/operations/refunds.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { alias, implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { IdForm } from '#sandbox/engine/ids.ts';
import {
  type ApplicationFeePart,
  type BalanceTransaction,
  balanceTransaction,
} from '#sandbox/payments/objects/balance-transactions.ts';
import { bitcoinReceiver } from '#sandbox/payments/objects/bitcoin-receivers.ts';
import { type Charge, charge, isRefunded, wholeOf } from '#sandbox/payments/objects/charges.ts';
import { dispute } from '#sandbox/payments/objects/disputes.ts';
import { paymentIntent } from '#sandbox/payments/objects/payment-intents.ts';
import { type Refund, refund } from '#sandbox/payments/objects/refunds.ts';
import { move } from './balance-transactions.ts';
import { chargeSharing } from './charge-sharing.ts';
import { formatted } from './currencies.ts';
import { settleByRefund } from './dispute-answers.ts';
import { beginRefund } from './refund-progress.ts';

export const create = implement(refunds.create, (call, parameters) => {
  const refunded = chargeToRefund(call, parameters);
  const { metadata, reason, refund_address, refund_application_fee, reverse_transfer } = parameters;
  checkRefundable(call, refunded, parameters.amount);
  if (refund_address !== undefined) {
    noteRefundAddress(call, refunded, refund_address);
  }
  const amount = parameters.amount ?? wholeOf(refunded) - refunded.amount_refunded;
  if (refunded.source_transfer !== null && !reverse_transfer) {
    const said = { metadata: call.metadata(metadata), reason };
    call.use(chargeSharing).returnPayment(call, refunded, { amount, refund_application_fee, refund: said });
    return call.newest(refund, { charge: refunded.id }, 1)[0]!;
  }
  const application_fee = call
    .use(chargeSharing)
    .reverse(call, refunded, amount, { refund_application_fee, reverse_transfer });
  return refundCharge(call, call.find(charge, refunded.id), {
    amount,
    application_fee,
    metadata: call.metadata(metadata),
    reason,
  });
});

export const retrieve = implement(refunds.retrieve, (call, { refund: id }) => call.find(refund, id));

export const update = implement(refunds.update, (call, { refund: id, metadata }) => {
  const current = call.find(refund, id);
  const changed = call.change(refund, current, { metadata: call.metadata(metadata, current.metadata) });
  call.announce('charge.refund.updated', changed);
  return changed;
});

export const list = implement(refunds.list, (call, { charge: id, payment_intent, ...paging }) =>
  call.page(refund, paging, {
    charge: id === undefined ? undefined : call.find(charge, id).id,
    payment_intent,
  }),
);

export const createOfCharge = alias(ofCharges.create, create);

export const retrieveOfCharge = implement(ofCharges.retrieve, (call, parameters) =>
  ofCharge(call, parameters),
);

export const updateOfCharge = implement(ofCharges.update, (call, parameters) => {
  ofCharge(call, parameters);
  return update.behave(call, parameters);
});

export const listOfCharge = alias(ofCharges.list, list);

/** Finds a refund of a charge; those of other charges are not found. */
function ofCharge(call: Call, { charge: refunded, refund: id }: { charge: string; refund: string }): Refund {
  call.find(charge, refunded);
  const found = call.peek(refund, id);
  return found?.charge === refunded ? found : call.missing(refund.noun, id, 'refund');
}

/** @throws {StripeError} 400 when the charge was not paid by Bitcoin */
function noteRefundAddress(call: Call, { source }: Charge, refund_address: string): void {
  if (source.object !== 'bitcoin_receiver') {
    throw invalidRequest('Only payments by Bitcoin are given back to an address.', {
      param: 'refund_address',
    });
  }
  const receiver = call.peek(bitcoinReceiver, source.id);
  if (receiver !== undefined) {
    call.announce('bitcoin.receiver.updated', call.change(bitcoinReceiver, receiver, { refund_address }));
  }
}

/** Returns the charge that is named, or that of the intent. */
function chargeToRefund(
  call: Call,
  { charge: id, payment_intent }: { readonly charge?: string; readonly payment_intent?: string },
): Charge {
  if (id !== undefined) {
    return call.find(charge, id);
  }
  if (payment_intent === undefined) {
    throw invalidRequest('Missing required param: charge.', { param: 'charge' });
  }
  const { latest_charge } = call.find(paymentIntent, payment_intent, 'payment_intent');
  const found = call.peek(charge, latest_charge);
  if (found === undefined) {
    throw invalidRequest(`The PaymentIntent ${payment_intent} has no charge to refund.`, {
      param: 'payment_intent',
    });
  }
  return found;
}

/** The amount and reason of a refund; a silent one announces no event of its own. */
export interface NewRefund {
  readonly amount: number;
  /** The part of its fee that the platform returns. */
  readonly application_fee?: ApplicationFeePart | undefined;
  /** When the money leaves the balance, in Unix seconds. */
  readonly available_on?: number;
  /** The format of the ID; refunds of payments from platforms have their own. */
  readonly id?: IdForm;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly reason?: string | undefined;
  readonly silent?: boolean;
}

/**
 * Refunds all or part of a charge. Stripe returned its fee in 2016: here in proportion to the refund, rounded so that
 * a full refund returns all of it. An uncaptured amount is released and moves no money.
 */
export function refundCharge(
  call: Call,
  refunded: Charge,
  { amount, application_fee, available_on, metadata = {}, reason, silent, ...about }: NewRefund,
): Refund {
  const amount_refunded = refunded.amount_refunded + amount;
  const id = call.newId({ ...refund, ...about });
  const original = call.peek(balanceTransaction, refunded.balance_transaction);
  const feeShare = (part: number) => (original === undefined ? 0 : shareOfFee(original, part));
  const whole = wholeOf(refunded);
  const released = whole - (original?.amount ?? whole);
  const transaction =
    original &&
    move(call, {
      amount: -amount,
      application_fee,
      ...(available_on !== undefined && { available_on }),
      currency: refunded.currency,
      description:
        refunded.description === null ? 'REFUND FOR CHARGE' : `REFUND FOR CHARGE (${refunded.description})`,
      fee:
        feeShare(refunded.amount_refunded - released) -
        feeShare(amount_refunded - released) +
        (application_fee?.amount ?? 0),
      fee_description: 'Stripe processing fee refund',
      source: id,
      source_type: original.source_type,
      type: original.type === 'charge' ? 'refund' : 'payment_refund',
    });
  const made = call.create(refund, {
    id,
    amount,
    balance_transaction: transaction?.id ?? null,
    charge: refunded.id,
    currency: refunded.currency,
    metadata,
    ...beginRefund(call, refunded, id),
    ...(refunded.payment_intent !== undefined && { payment_intent: refunded.payment_intent }),
    reason: reason ?? null,
  });
  if (refunded.payment_intent !== undefined) {
    call.announce('refund.created', made);
  }
  const changed = call.change(charge, refunded, {
    amount_refunded,
    ...(reason === 'fraudulent' && {
      fraud_details: { ...refunded.fraud_details, user_report: 'fraudulent' },
    }),
  });
  if (!silent) {
    call.announce('charge.refunded', changed);
  }
  if (isRefunded(changed)) {
    settleByRefund(call, changed);
  }
  return made;
}

/** Returns the part of Stripe's fee for a part of a charge, rounded half up. */
function shareOfFee({ amount, application_fee, fee }: BalanceTransaction, part: number): number {
  const stripeFee = fee - (application_fee?.amount ?? 0);
  return Math.floor((2 * stripeFee * part + amount) / (2 * amount));
}

/** @throws {StripeError} 400 when a charge cannot be refunded, or not by this amount */
export function checkRefundable(call: Call, refunded: Charge, amount: number | undefined): void {
  const { id, currency, paid, payment_intent } = refunded;
  if (paid && !refunded.captured && payment_intent !== undefined) {
    throw invalidRequest(
      `Charge ${id} is not captured and cannot be refunded. Cancel the PaymentIntent ${payment_intent} instead.`,
    );
  }
  if (!paid) {
    throw invalidRequest(`Charge ${id} has not succeeded and cannot be refunded.`, { param: 'charge' });
  }
  if (isRefunded(refunded)) {
    throw invalidRequest(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (refunded.dispute !== null && call.find(dispute, refunded.dispute).is_charge_refundable === false) {
    throw invalidRequest(`Charge ${id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = wholeOf(refunded) - refunded.amount_refunded;
  if (amount !== undefined && amount > left) {
    throw invalidRequest(
      `Refund amount (${formatted(amount, currency)}) is greater than unrefunded amount on charge (${formatted(left, currency)})`,
      { param: 'amount' },
    );
  }
  if (!refunded.captured && amount !== undefined && amount < left) {
    throw invalidRequest('An uncaptured charge can only be refunded in whole; capture less of it instead.', {
      param: 'amount',
    });
  }
}
