/** Removes a card from a customer by detaching its payment method, which is permanent. */
import { defaultIn, idOf } from '#lib/operations/bridges/shared/default.ts';
import { kindOf } from '#lib/operations/bridges/shared/given.ts';
import {
  cardsOf,
  customerOf,
  isNotAttached,
  makeDefault,
  noSuchSource,
} from '#lib/operations/bridges/shared/methods.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import { isNoSuchObject } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { CardOfCustomer } from './retrieve.ts';

export async function deleteCard(
  stripe: BridgeCalls,
  { customer, id }: CardOfCustomer,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  if (kindOf(id) !== 'saved') {
    return unbridged();
  }
  const owner = await ownerOf(stripe, id);
  if (owner !== customer && owner !== undefined) {
    throw noSuchSource(id);
  }
  let answer: StripeResponse;
  try {
    // If nobody owns the card, the response to the retried step tells whether this call detached it.
    answer = await stripe.today(paymentMethods.detach, { payment_method: id }, 'detach');
  } catch (error) {
    throw isNotAttached(error) ? noSuchSource(id) : error;
  }
  await chooseDefault(stripe, customer);
  return { ...answer, body: { deleted: true, id }, text: undefined };
}

/** The owner of a card; `undefined` if it has none or does not exist. */
async function ownerOf(stripe: BridgeCalls, id: string): Promise<string | undefined> {
  try {
    const { body } = await stripe.today(paymentMethods.retrieve, { payment_method: id });
    return idOf(body['customer']) ?? undefined;
  } catch (error) {
    if (isNoSuchObject(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Makes the newest card the default if there is none. */
async function chooseDefault(stripe: BridgeCalls, customer: string): Promise<void> {
  if (defaultIn(await customerOf(stripe, customer)) !== null) {
    return;
  }
  const [newest] = await cardsOf(stripe, customer);
  if (newest !== undefined) {
    await makeDefault(stripe, customer, newest['id'] as string);
  }
}
