/** The payment method types of an intent. The sandbox has one: cards. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { MethodTypes } from '#sandbox/payments/objects/payment-intents.ts';

/** The parameters that select them. */
export interface MethodTypeParameters {
  readonly allowed_payment_method_types?: readonly string[];
  readonly automatic_payment_methods?: {
    readonly enabled: boolean;
    readonly allow_redirects?: 'always' | 'never';
  };
  readonly payment_method_types?: readonly string[];
}

const AUTOMATIC: MethodTypes = {
  allowed_payment_method_types: null,
  automatic_payment_methods: { allow_redirects: 'always' },
  payment_method_types: ['card'],
};

/**
 * Returns the types of an intent. By default these are the types enabled in the Dashboard, and in older versions
 * cards.
 * @throws {StripeError} 400 when several parameters are mixed, no supported type remains, or the version does not
 * have the parameter
 */
export function methodTypesFor(call: Call, given: MethodTypeParameters): MethodTypes {
  return (
    chosenTypes(call, given) ??
    (call.hasFlag('intents take what the Dashboard enables')
      ? AUTOMATIC
      : { ...AUTOMATIC, automatic_payment_methods: null })
  );
}

/** The same; undefined if no parameter was sent. */
export function chosenTypes(
  call: Call,
  {
    allowed_payment_method_types: allowed,
    automatic_payment_methods: automatic,
    payment_method_types: types,
  }: MethodTypeParameters,
): MethodTypes | undefined {
  if (types !== undefined && call.hasFlag('intents take no payment_method_types')) {
    throw invalidRequest(
      'payment_method_types is no longer supported since 2026-09-30.endive. Use allowed_payment_method_types instead.',
      { param: 'payment_method_types', code: 'payment_method_types_no_longer_supported' },
    );
  }
  const given = {
    allowed_payment_method_types: allowed,
    automatic_payment_methods: automatic,
    payment_method_types: types,
  };
  const [first, second] = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (second !== undefined) {
    throw invalidRequest(`${first} and ${second} are mutually exclusive.`, { param: second });
  }
  const named = allowed ?? types;
  if (named !== undefined) {
    const param = first!;
    if (!named.includes('card') || (types !== undefined && named.some((type) => type !== 'card'))) {
      throw invalidRequest('The sandbox has no payment methods but cards: card.', { param });
    }
    return {
      allowed_payment_method_types: allowed ?? null,
      automatic_payment_methods: null,
      payment_method_types: ['card'],
    };
  }
  if (automatic === undefined) {
    return undefined;
  }
  return automatic.enabled
    ? { ...AUTOMATIC, automatic_payment_methods: { allow_redirects: automatic.allow_redirects ?? 'always' } }
    : { ...AUTOMATIC, automatic_payment_methods: null };
}
