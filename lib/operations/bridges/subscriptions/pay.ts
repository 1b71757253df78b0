/**
 * Creates or updates a subscription with a new card. The card becomes the customer's default, and the old call is made
 * without it. If Stripe rejects the subscription, the customer's previous default is restored.
 */
import { idOf } from '#lib/operations/bridges/shared/default.ts';
import { type Given, kindOf } from '#lib/operations/bridges/shared/given.ts';
import { makeDefault } from '#lib/operations/bridges/shared/methods.ts';
import { attachNewDefault } from '#lib/operations/bridges/shared/replace.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** The payment sources of a subscription, by their names in all versions. */
interface Paid {
  readonly source?: Given;
  readonly card?: Given;
}

/** For calls that name the customer. */
export async function subscribe(
  stripe: BridgeCalls,
  values: Paid & { readonly customer: string },
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const given = cardIn(values);
  return given === undefined
    ? unbridged()
    : withNewDefault(stripe, values.customer, given, values, unbridged);
}

/** For calls that only name the subscription, whose customer is retrieved first. */
export async function changeSubscription(
  stripe: BridgeCalls,
  values: Paid & { readonly subscription: string },
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const given = cardIn(values);
  if (given === undefined) {
    return unbridged();
  }
  const { subscription } = values;
  const { body } = await stripe.legacy(subscriptions.retrieve, { subscription });
  const customer = idOf(body['customer']);
  if (customer === null) {
    throw new StripeConnectionError(
      502,
      `Stripe responded with subscription ${subscription} without its customer.`,
    );
  }
  return withNewDefault(stripe, customer, given, values, unbridged);
}

function cardIn({ source, card }: Paid): Exclude<Given, undefined> | undefined {
  const given = source ?? card;
  return given === undefined || kindOf(given) === 'other' ? undefined : given;
}

async function withNewDefault(
  stripe: BridgeCalls,
  customer: string,
  given: Exclude<Given, undefined>,
  { source: _source, card: _card, ...others }: Paid,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const { method, before, finish } = await attachNewDefault(stripe, customer, given);
  await makeDefault(stripe, customer, method, 'default');
  let answer: StripeResponse;
  try {
    answer = await unbridged(others);
  } catch (error) {
    if (error instanceof StripeApiError && error.status < 500 && !error.retryable) {
      await restore(stripe, customer, { method, before, given });
    }
    throw error;
  }
  await finish();
  return answer;
}

/** Detaches a new card again. */
async function restore(
  stripe: BridgeCalls,
  customer: string,
  { method, before, given }: { method: string; before: string | null; given: Given },
): Promise<void> {
  if (before !== null && kindOf(before) === 'saved') {
    await makeDefault(stripe, customer, before, 'default before');
  }
  if (kindOf(given) !== 'saved') {
    await stripe.today(paymentMethods.detach, { payment_method: method }, 'detach new');
  }
}
