/** Charges a card with a PaymentIntent that is confirmed immediately, and returns its charge. */
import type Stripe from 'stripe';
import { chargeOf } from '#lib/operations/bridges/shared/charge.ts';
import { defaultIn, idOf } from '#lib/operations/bridges/shared/default.ts';
import { kindOf, methodDataOf, present } from '#lib/operations/bridges/shared/given.ts';
import { customerOf } from '#lib/operations/bridges/shared/methods.ts';
import { type IntentParameters, pay } from '#lib/operations/bridges/shared/payment.ts';
import type * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { isNoSuchObject, StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { sourceName } from '#lib/stripe/past-errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

type CreateCharge = Values<typeof charges.createParameters>;

/** The payment method: a new one, or a saved one and its customer. */
type Payer = Pick<IntentParameters, 'customer' | 'payment_method' | 'payment_method_data'>;

/** Only cards are charged this way; other sources use the old call. */
export async function createCharge(
  stripe: BridgeCalls,
  values: CreateCharge,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  if (values.capture !== undefined && values.uncaptured !== undefined) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      message: 'You may only specify one of these parameters: capture, uncaptured',
      param: 'uncaptured',
    });
  }
  const payer = await payerOf(stripe, values);
  if (payer === undefined) {
    return unbridged();
  }
  try {
    const intent = await pay(stripe, { ...paymentOf(values), ...payer, ...confirmationOf(stripe, payer) });
    return await chargeOf(stripe, chargeIn(intent), values, intent.status);
  } catch (error) {
    const isOfOther = error instanceof StripeApiError && error.error.param === 'payment_method';
    throw isOfOther && values.customer !== undefined ? notLinked(stripe, values.customer) : error;
  }
}

/** The charge of a payment that succeeded. */
function chargeIn({ id, latest_charge }: Stripe.PaymentIntent): string {
  const charge = idOf(latest_charge);
  if (charge === null) {
    throw new StripeConnectionError(502, `Stripe completed the payment ${id}, but did not name its charge.`);
  }
  return charge;
}

/** The payment with today's parameter names. Data from old browser scripts is dropped. */
function paymentOf(values: CreateCharge): IntentParameters {
  const { amount, currency, application_fee, destination, description, metadata } = values;
  const capture = values.capture ?? values.uncaptured !== true;
  return {
    amount,
    currency,
    // Today's default settles a payment shortly after the response.
    capture_method: capture ? 'automatic' : 'manual',
    allowed_payment_method_types: ['card'],
    ...present({
      application_fee_amount: application_fee,
      description: description || undefined,
      metadata: metadata || undefined,
      receipt_email: values.receipt_email,
      shipping: values.shipping,
      statement_descriptor_suffix: values.statement_descriptor ?? values.statement_description,
      transfer_data: destination === undefined ? undefined : { destination },
    }),
  };
}

/** A card in the call implies that the payer is present. For a saved card, SAVED_CARD_PAYER decides. */
function confirmationOf(
  { savedCardPayer }: BridgeCalls,
  { payment_method_data }: Payer,
): Pick<IntentParameters, 'error_on_requires_action' | 'off_session'> {
  return payment_method_data !== undefined || savedCardPayer === 'present'
    ? { error_on_requires_action: true }
    : { off_session: true };
}

/** The payment method; `undefined` if it is not a card. */
async function payerOf(stripe: BridgeCalls, values: CreateCharge): Promise<Payer | undefined> {
  const given = values.source ?? values.card;
  const { customer } = values;
  const kind = kindOf(given);
  if (given === undefined) {
    if (customer === undefined) {
      const message = 'Must provide source or customer.';
      throw new StripeApiError(400, { type: 'invalid_request_error', message });
    }
    return payerByDefault(stripe, customer);
  }
  if (kind === 'other') {
    return undefined;
  }
  if (customer === undefined) {
    return kind === 'saved'
      ? { payment_method: given as string }
      : { payment_method_data: methodDataOf(given) };
  }
  if (kind !== 'saved') {
    throw notLinked(stripe, customer);
  }
  return { customer, payment_method: given as string };
}

/** The customer's default payment method. */
async function payerByDefault(stripe: BridgeCalls, customer: string): Promise<Payer | undefined> {
  const method = defaultIn(
    await customerOf(stripe, customer).catch((error: unknown) => {
      throw isNoSuchObject(error) ? noSuchCustomer(customer) : error;
    }),
  );
  if (method === null) {
    throw new StripeApiError(402, {
      type: 'card_error',
      code: 'missing',
      message: 'Cannot charge a customer that has no active card',
      param: 'card',
    });
  }
  return kindOf(method) === 'saved' ? { customer, payment_method: method } : undefined;
}

/** The error for a customer that is a parameter, not part of the path. */
function noSuchCustomer(customer: string): StripeApiError {
  return new StripeApiError(400, {
    type: 'invalid_request_error',
    message: `No such customer: ${customer}`,
    param: 'customer',
  });
}

function notLinked({ version }: BridgeCalls, customer: string): StripeApiError {
  const name = sourceName(version);
  return new StripeApiError(400, {
    type: 'invalid_request_error',
    code: 'missing',
    message: `Customer ${customer} does not have a linked ${name} with that ID.`,
    param: name,
  });
}
