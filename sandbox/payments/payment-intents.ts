/** Operations of PaymentIntents. */

import * as intents from '#lib/operations/payment-intents.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest, type StripeError } from '#sandbox/engine/errors.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { type PaymentIntent, paymentIntent } from '#sandbox/payments/objects/payment-intents.ts';
import { captureIntent } from './capture-intent.ts';
import { chargeSharing } from './charge-sharing.ts';
import { chosenMethod } from './choose-method.ts';
import { cancelIntent, confirmIntent, withNamesOfToday } from './confirm-intent.ts';
import { checkAmount } from './currencies.ts';
import { makeIntent } from './make-intent.ts';
import { chosenTypes, methodTypesFor } from './method-types.ts';
import { unexpectedState } from './unexpected-state.ts';

export { expireHold } from './confirm-intent.ts';

export const create = implement(intents.create, (call, wanted) => {
  const { amount, currency, transfer_data, on_behalf_of, statement_descriptor } = wanted;
  const { confirm = false, error_on_requires_action, off_session } = wanted;
  const payer = wanted.customer === undefined ? null : call.find(customer, wanted.customer).id;
  checkAmount(amount, currency);
  checkDescriptor(statement_descriptor);
  checkConfirmed(confirm, { error_on_requires_action, off_session });
  withNamesOfToday(() =>
    call.use(chargeSharing).check(call, {
      amount,
      application_fee: wanted.application_fee_amount,
      currency,
      destination: transfer_data?.destination,
    }),
  );
  checkTransfer(amount, wanted);
  if (on_behalf_of !== undefined) {
    call.use(chargeSharing).checkOnBehalfOf(call, on_behalf_of);
  }
  const types = methodTypesFor(call, wanted);
  const method = chosenMethod(call, wanted, payer);
  const made = makeIntent(call, {
    ...types,
    amount,
    application_fee_amount: wanted.application_fee_amount,
    capture_method: wanted.capture_method ?? defaultCapture(call),
    confirmation_method: wanted.confirmation_method,
    currency,
    customer: payer,
    description: wanted.description,
    metadata: call.metadata(wanted.metadata),
    on_behalf_of,
    payment_method: method?.id,
    receipt_email: wanted.receipt_email,
    setup_future_usage: wanted.setup_future_usage,
    shipping: wanted.shipping,
    statement_descriptor_suffix: wanted.statement_descriptor_suffix,
    transfer_data,
    transfer_group: wanted.transfer_group,
  });
  return confirm ? confirmIntent(call, made, { error_on_requires_action, off_session }) : made;
});

export const retrieve = implement(intents.retrieve, (call, { intent: id }) => find(call, id));

export const update = implement(intents.update, (call, { intent: id, ...wanted }) => {
  const current = find(call, id);
  const { metadata, description, ...others } = wanted;
  const [late] = Object.keys(others);
  if (late !== undefined && !CHANGEABLE.includes(current.status)) {
    throw unexpectedState(call, current, `updated: ${late} cannot be changed any more`);
  }
  const { amount = current.amount, currency = current.currency } = wanted;
  checkAmount(amount, currency);
  checkDescriptor(wanted.statement_descriptor);
  const payer = wanted.customer === undefined ? current.customer : call.find(customer, wanted.customer).id;
  const method = chosenMethod(call, wanted, payer);
  const changed = call.change(paymentIntent, current, {
    ...chosenTypes(call, wanted),
    amount,
    application_fee_amount: orNull(wanted.application_fee_amount),
    capture_method: wanted.capture_method,
    currency,
    customer: payer,
    description,
    metadata: call.metadata(metadata, current.metadata),
    receipt_email: orNull(wanted.receipt_email),
    setup_future_usage: orNull(wanted.setup_future_usage),
    shipping: orNull(wanted.shipping),
    statement_descriptor_suffix: wanted.statement_descriptor_suffix,
    transfer_data: wanted.transfer_data && changedTransfer(current, wanted.transfer_data),
    transfer_group: wanted.transfer_group,
    ...(method !== undefined && { payment_method: method.id, status: 'requires_confirmation' }),
  });
  withNamesOfToday(() =>
    call.use(chargeSharing).check(call, {
      amount,
      application_fee: changed.application_fee_amount,
      currency,
      destination: changed.transfer_data?.destination,
    }),
  );
  return changed;
});

export const confirm = implement(intents.confirm, (call, { intent: id, ...wanted }) => {
  const current = find(call, id);
  const changed = call.change(paymentIntent, current, {
    ...chosenTypes(call, wanted),
    capture_method: wanted.capture_method,
    receipt_email: orNull(wanted.receipt_email),
    setup_future_usage: orNull(wanted.setup_future_usage),
    shipping: orNull(wanted.shipping),
  });
  return confirmIntent(call, changed, wanted);
});

export const capture = implement(intents.capture, (call, { intent: id, metadata, ...wanted }) => {
  const current = find(call, id);
  checkDescriptor(wanted.statement_descriptor);
  const changed = call.change(paymentIntent, current, {
    metadata: call.metadata(metadata, current.metadata),
  });
  return captureIntent(call, changed, wanted);
});

export const cancel = implement(intents.cancel, (call, { intent: id, cancellation_reason }) => {
  const current = find(call, id);
  if (current.status === 'succeeded' || current.status === 'canceled') {
    throw unexpectedState(call, current, 'canceled');
  }
  return cancelIntent(call, current, cancellation_reason ?? null);
});

export const list = implement(intents.list, (call, { customer: payer, ...paging }) =>
  call.page(paymentIntent, paging, { customer: payer }),
);

/** The statuses in which an intent can be updated: before it is confirmed. */
const CHANGEABLE: readonly string[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

function find(call: Call, id: string): PaymentIntent {
  return call.find(paymentIntent, id, 'intent');
}

function defaultCapture(call: Call): PaymentIntent['capture_method'] {
  return call.hasFlag('intents are captured asynchronously') ? 'automatic_async' : 'automatic';
}

function checkDescriptor(descriptor: string | undefined): void {
  if (descriptor !== undefined) {
    throw invalidRequest(
      'statement_descriptor is not supported for PaymentIntents that take cards. Use statement_descriptor_suffix instead.',
      { param: 'statement_descriptor' },
    );
  }
}

function checkConfirmed(confirmed: boolean, given: Readonly<Record<string, unknown>>): void {
  const [param] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (!confirmed && param !== undefined) {
    throw invalidRequest(
      `${param} can be given only when the PaymentIntent is confirmed: with confirm=true.`,
      {
        param,
      },
    );
  }
}

function checkTransfer(
  amount: number,
  wanted: { readonly transfer_data?: { readonly amount?: number }; readonly application_fee_amount?: number },
): void {
  const { transfer_data, application_fee_amount } = wanted;
  if (transfer_data?.amount !== undefined && application_fee_amount !== undefined) {
    throw invalidRequest('application_fee_amount and transfer_data[amount] are mutually exclusive.', {
      param: 'transfer_data[amount]',
    });
  }
  if (transfer_data?.amount !== undefined && transfer_data.amount > amount) {
    throw invalidRequest('No more than the amount of the payment can be transferred.', {
      param: 'transfer_data[amount]',
    });
  }
}

function changedTransfer(
  { transfer_data }: PaymentIntent,
  changes: { readonly amount?: number },
): PaymentIntent['transfer_data'] {
  if (transfer_data === null) {
    throw noDestination();
  }
  return { ...transfer_data, ...changes };
}

function noDestination(): StripeError {
  return invalidRequest('This PaymentIntent has no transfer_data[destination].', { param: 'transfer_data' });
}
