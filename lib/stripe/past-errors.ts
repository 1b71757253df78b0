/** Converts errors of today's Stripe to the form that callers of old versions know. */

import { isObject } from '#lib/http/json-object.ts';
import { StripeApiError } from './errors.ts';

/** The version that introduced intents (https://docs.stripe.com/changelog, 2019-02-11). */
const INTENTS = '2019-02-11';

/** Objects in today's errors. They contain the secret that would confirm a payment. */
const OBJECTS = ['payment_intent', 'payment_method', 'setup_intent', 'source'];

/** Codes of payments that need the cardholder. */
const NEEDS_CARDHOLDER = [
  'authentication_required',
  'invoice_payment_intent_requires_action',
  'payment_intent_action_required',
  'subscription_payment_intent_requires_action',
];

const NEEDS_CARDHOLDER_MESSAGE =
  'Your card was declined: the bank requires the cardholder to confirm this payment, which this integration does not support. Use another card, or let the customer pay on a page that supports authentication.';

/** The parameter that old errors named, by code; today's errors only have the code. */
const PARAM_OF_CODE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    expired_card: 'exp_month',
    incorrect_cvc: 'cvc',
    incorrect_number: 'number',
    invalid_cvc: 'cvc',
    invalid_expiry_month: 'exp_month',
    invalid_expiry_year: 'exp_year',
    invalid_number: 'number',
  }),
);

/** Parameters with another name in old versions. The name of `source` depends on the version. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amount_to_capture: 'amount',
    application_fee_amount: 'application_fee',
    capture_method: 'capture',
    payment_intent: 'charge',
    statement_descriptor_suffix: 'statement_descriptor',
    'transfer_data[amount]': 'amount',
    'transfer_data[destination]': 'destination',
  }),
);

/** The name of the payment source parameter in a version. */
export function sourceName(version: string): 'source' | 'card' {
  return version < '2015-02-18' ? 'card' : 'source';
}

/** Converts an error of a single call: removes what callers of the version do not know. */
export function errorForCaller(original: StripeApiError, version: string): StripeApiError {
  if (version >= INTENTS) {
    return original;
  }
  const told = errorForVersion(original, version);
  const { text } = original;
  return told === original && text !== undefined && OBJECTS.some((name) => text.includes(`"${name}"`))
    ? changed(original, { text: withoutObjects(text) })
    : told;
}

/**
 * Converts the code and the parameter of an error to those of a version.
 * @param isOfToday whether the error is from a call of today's API, whose parameters have other names
 */
export function errorForVersion(
  original: StripeApiError,
  version: string,
  isOfToday = false,
): StripeApiError {
  const { error } = original;
  const param = error.param ?? (original.status === 402 ? PARAM_OF_CODE.get(error.code ?? '') : undefined);
  const isNew = isOfToday || /^(?:invoice_settings|payment_method)\b/.test(param ?? '');
  const old = param === undefined || !isNew ? param : oldName(param, version);
  const code =
    version < INTENTS && NEEDS_CARDHOLDER.includes(error.code ?? '') ? 'card_declined' : error.code;
  if (old === error.param && code === error.code) {
    return original;
  }
  return changed(original, {
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
    status: code === error.code ? original.status : 402,
  });
}

/** Copies an error with changes. Unless given, the copy has no original text of Stripe's. */
function changed(
  original: StripeApiError,
  {
    status = original.status,
    error = original.error,
    parameter = original.parameter,
    text,
  }: { status?: number; error?: StripeApiError['error']; parameter?: string | undefined; text?: string },
): StripeApiError {
  return new StripeApiError(status, error, { ...original, parameter, text });
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
  return path[0] === 'invoice_settings' ? sourceName(version) : (OLD_NAMES.get(param) ?? param);
}

function withoutObjects(text: string): string {
  const body = JSON.parse(text) as { error: unknown };
  const kept = isObject(body.error)
    ? Object.fromEntries(Object.entries(body.error).filter(([name]) => !OBJECTS.includes(name)))
    : body.error;
  return JSON.stringify({ ...body, error: kept }, null, 2);
}
