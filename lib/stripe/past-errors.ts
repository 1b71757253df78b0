/** Errors of today's Stripe as the callers of old versions know them. */

import { isObject } from '#lib/http/json-object.ts';
import { StripeApiError } from './errors.ts';

/** Before, intents were not in the API (https://docs.stripe.com/changelog, 2019-02-11). */
const INTENTS = '2019-02-11';

/** What Stripe shows within its errors of today, with the secret that would confirm a payment. */
const OBJECTS = ['payment_intent', 'payment_method', 'setup_intent', 'source'];

/** Payments that only the cardholder can go on with, by what Stripe calls them. */
const NEEDS_CARDHOLDER = [
  'authentication_required',
  'invoice_payment_intent_requires_action',
  'payment_intent_action_required',
  'subscription_payment_intent_requires_action',
];

const NEEDS_CARDHOLDER_MESSAGE =
  'Your card was declined: the bank requires the cardholder to confirm this payment, which this integration does not support. Use another card, or let the customer pay on a page that supports authentication.';

/** The parameter that an error was about, of which today's say the code alone. */
const PARAM_OF_CODE: Readonly<Record<string, string>> = {
  expired_card: 'exp_month',
  incorrect_cvc: 'cvc',
  incorrect_number: 'number',
  invalid_cvc: 'cvc',
  invalid_expiry_month: 'exp_month',
  invalid_expiry_year: 'exp_year',
  invalid_number: 'number',
};

/** Parameters that had another name; the names of `source` and its like depend on the version. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  amount_to_capture: 'amount',
  application_fee_amount: 'application_fee',
  capture_method: 'capture',
  payment_intent: 'charge',
  statement_descriptor_suffix: 'statement_descriptor',
  'transfer_data[amount]': 'amount',
  'transfer_data[destination]': 'destination',
};

/** What a version calls the parameter that says what is paid with. */
export function sourceName(version: string): 'source' | 'card' {
  return version < '2015-02-18' ? 'card' : 'source';
}

/** An error of one call: on an old version, without what such callers do not know. */
export function refusalForCaller(refusal: StripeApiError, version: string): StripeApiError {
  if (version >= INTENTS) {
    return refusal;
  }
  const told = refusalInOldWords(refusal, version);
  const { text } = refusal;
  return told === refusal && text !== undefined && OBJECTS.some((name) => text.includes(`"${name}"`))
    ? changed(refusal, { text: withoutObjects(text) })
    : told;
}

/**
 * An error with the codes and parameters that callers of a version know.
 * @param isOfToday whether it is the error of a call of today, whose parameters had other names
 */
export function refusalInOldWords(
  refusal: StripeApiError,
  version: string,
  isOfToday = false,
): StripeApiError {
  const { error } = refusal;
  const param = error.param ?? (refusal.status === 402 ? PARAM_OF_CODE[error.code ?? ''] : undefined);
  const isNew = isOfToday || /^(?:invoice_settings|payment_method)\b/.test(param ?? '');
  const old = param === undefined || !isNew ? param : oldName(param, version);
  const code =
    version < INTENTS && NEEDS_CARDHOLDER.includes(error.code ?? '') ? 'card_declined' : error.code;
  if (old === error.param && code === error.code) {
    return refusal;
  }
  return changed(refusal, {
    error: {
      ...error,
      ...(old !== undefined && { param: old }),
      ...(code !== error.code && {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'authentication_required',
        message: NEEDS_CARDHOLDER_MESSAGE,
      }),
    },
    parameter: old,
    status: code === error.code ? refusal.status : 402,
  });
}

/** The error with other contents; unless said, it has no text of Stripe's any more. */
function changed(
  refusal: StripeApiError,
  {
    status = refusal.status,
    error = refusal.error,
    parameter = refusal.parameter,
    text,
  }: { status?: number; error?: StripeApiError['error']; parameter?: string | undefined; text?: string },
): StripeApiError {
  return new StripeApiError(status, error, { ...refusal, parameter, text });
}

function oldName(param: string, version: string): string {
  const path = param.split(/[[\]]+/).filter((name) => name !== '');
  const isOfMethod = ['card', 'payment_method', 'payment_method_data', 'token'].includes(path[0] ?? '');
  const last = path.at(-1) ?? param;
  if (isOfMethod) {
    return ['card', 'payment_method', 'payment_method_data', 'token', 'type'].includes(last)
      ? sourceName(version)
      : last;
  }
  return path[0] === 'invoice_settings' ? sourceName(version) : (OLD_NAMES[param] ?? param);
}

function withoutObjects(text: string): string {
  const body = JSON.parse(text) as { error: unknown };
  const kept = isObject(body.error)
    ? Object.fromEntries(Object.entries(body.error).filter(([name]) => !OBJECTS.includes(name)))
    : body.error;
  return JSON.stringify({ ...body, error: kept }, null, 2);
}
