/** Charges. */
import * as charges from '#lib/operations/charges.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { cardError, invalidRequest, NOTHING_TO_CHARGE } from '#sandbox/engine/errors.ts';
import { checkPolicy } from '#sandbox/engine/policies.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { bitcoinReceiver } from '#sandbox/payments/objects/bitcoin-receivers.ts';
import { type Chargeable, charge, isRefunded } from '#sandbox/payments/objects/charges.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { chargeableReceiver, isReceiverId } from './bitcoin-receivers.ts';
import { chargeSharing } from './charge-sharing.ts';
import { declineError, makeCharge, settle } from './charging.ts';
import { checkAmount, formatted } from './currencies.ts';
import { peekSource } from './find-source.ts';
import { refundCharge } from './refunds.ts';
import { allowedSource, resolveSource, type SourceParameter } from './tokens.ts';

export const create = implement(charges.create, (call, parameters) => {
  checkPolicy(call.account.policies, 'charges_create');
  const payer = parameters.customer === undefined ? undefined : call.find(customer, parameters.customer);
  checkAmount(parameters.amount, parameters.currency);
  const { source: given, description, metadata, customer: _, capture, uncaptured, ...wanted } = parameters;
  if (capture !== undefined && uncaptured !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: capture, uncaptured', {
      param: 'uncaptured',
    });
  }
  const made = makeCharge(call, {
    ...wanted,
    capture: capture ?? (uncaptured === undefined ? undefined : !uncaptured),
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
  const current = call.find(charge, parameters.charge);
  const { amount = current.amount, receipt_email, statement_descriptor } = parameters;
  const application_fee_amount = parameters.application_fee ?? current.application_fee_amount;
  if (current.payment_intent !== undefined) {
    throw invalidRequest(
      `Charge ${current.id} was created by the PaymentIntent ${current.payment_intent}. Capture that PaymentIntent instead.`,
    );
  }
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
  call.use(chargeSharing).check(call, {
    amount,
    application_fee: application_fee_amount,
    currency: current.currency,
    destination: current.destination,
  });
  if (amount < current.amount) {
    refundCharge(call, current, { amount: current.amount - amount, silent: true });
  }
  const changed = call.change(charge, current, {
    application_fee_amount,
    captured: true,
    receipt_email,
    statement_descriptor,
  });
  const settled = settle(call, changed);
  call.announce('charge.captured', settled);
  return settled;
});

export const list = implement(
  charges.list,
  (call, { customer: id, payment_intent, source: kind, ...paging }) => {
    const only = kind?.object === 'all' ? undefined : kind?.object;
    return call.page(charge, paging, { customer: id, payment_intent, source: only });
  },
);

/** Returns what a parameter stands for: a token, a Bitcoin receiver, or the fields of a card. */
export function sourceOf(call: Call, given: SourceParameter | undefined): Chargeable {
  if (given === undefined) {
    throw invalidRequest(NOTHING_TO_CHARGE, {
      ...(call.isOfToday && { code: 'parameter_missing' }),
    });
  }
  return isReceiverId(given)
    ? chargeableReceiver(call.find(bitcoinReceiver, given, 'source'))
    : resolveSource(call, allowedSource(call, given), 'source');
}

/** Returns the source of a customer to charge: the one that is named, or the default. */
export function sourceOfCustomer(
  call: Call,
  { id, default_source }: Customer,
  given: SourceParameter | undefined,
): Chargeable {
  if (given === undefined) {
    const charged = call.peek(source, default_source);
    if (charged === undefined) {
      const [method] = call.newest(source, { payer: id }, 1);
      throw cardError({
        code: 'missing',
        message:
          method === undefined
            ? 'Cannot charge a customer that has no active card'
            : `Cannot charge customer ${id}: it has no source but a PaymentMethod, which a PaymentIntent can charge.`,
        param: 'card',
      });
    }
    return chargeable(charged);
  }
  const named = typeof given === 'string' ? peekSource(call, given) : undefined;
  if (named === undefined) {
    allowedSource(call, given);
  }
  if (named?.customer !== id) {
    throw invalidRequest(`Customer ${id} does not have a linked source with that ID.`, {
      param: 'source',
      code: 'missing',
    });
  }
  return chargeable(named);
}

function chargeable(charged: Chargeable): Chargeable {
  if (charged.object === 'bitcoin_receiver') {
    return chargeableReceiver(charged);
  }
  if (charged.object === 'bank_account' && charged.status !== 'verified') {
    throw invalidRequest('This bank account must be verified before it can be charged.', { param: 'source' });
  }
  return charged;
}

function reported(current: Json, report: 'fraudulent' | 'safe' | ''): Json {
  const { user_report: _, ...others } = current;
  return report === '' ? others : { ...others, user_report: report };
}
