/** Finds the owner of a card, for callers who do not know it. */
import { readConfig } from '#lib/config/config.ts';
import type { EndpointCall } from '#lib/endpoint/define-endpoint.ts';
import * as customers from '#lib/operations/customers.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import * as sources from '#lib/operations/sources.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { isNoSuchObject, StripeApiError } from '#lib/stripe/errors.ts';

interface Customer {
  id: string;
  sources?: { data: { id: string }[]; has_more: boolean };
}

/**
 * Returns the ID of the customer who owns the card. If the card is a payment method, Stripe returns its customer.
 * Otherwise the newest customers are searched, at most `DELETE_CARD_SEARCH_LIMIT`.
 * @throws {StripeApiError} 404 if none of them owns it
 */
export async function findCardOwner(
  card: string,
  stripe: EndpointCall<Parameters>['stripe'],
): Promise<string> {
  const owner = await ownerOfMethod(card, stripe);
  if (owner !== undefined) {
    return owner;
  }
  if (card.startsWith('pm_')) {
    throw noSuchCard(`No such card: ${card}`);
  }
  const most = readConfig().DELETE_CARD_SEARCH_LIMIT;
  let starting_after: string | undefined;
  for (let seen = 0; seen < most; ) {
    const limit = Math.min(100, most - seen);
    const { body } = await stripe(customers.list, { limit, ...(starting_after && { starting_after }) });
    const page = body['data'] as Customer[];
    for (const customer of page) {
      if (await has(customer, card, stripe)) {
        return customer.id;
      }
    }
    seen += page.length;
    starting_after = page.at(-1)?.id;
    if (body['has_more'] !== true || starting_after === undefined) {
      break;
    }
  }
  throw noSuchCard(
    `No such card: ${card} was not found among the ${most} newest customers. Pass customer to name its owner.`,
  );
}

function noSuchCard(message: string): StripeApiError {
  return new StripeApiError(404, {
    type: 'invalid_request_error',
    message,
    param: 'id',
    code: 'resource_missing',
  });
}

/** The customer of a payment method; `undefined` if it is not one, or has no customer. */
async function ownerOfMethod(
  card: string,
  stripe: EndpointCall<Parameters>['stripe'],
): Promise<string | undefined> {
  try {
    const { body } = await stripe(paymentMethods.retrieve, { payment_method: card });
    return typeof body['customer'] === 'string' ? body['customer'] : undefined;
  } catch (error) {
    if (isNoSuchObject(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Whether a customer has a card. A customer contains its ten newest sources, so only older ones are requested. */
async function has(
  { id, sources: known }: Customer,
  card: string,
  stripe: EndpointCall<Parameters>['stripe'],
): Promise<boolean> {
  if (Array.isArray(known?.data) && known.data.some((source) => source?.id === card)) {
    return true;
  }
  if (known?.has_more === false) {
    return false;
  }
  try {
    await stripe(sources.retrieve, { customer: id, id: card });
    return true;
  } catch (error) {
    if (isNoSuchObject(error)) {
      return false;
    }
    throw error;
  }
}
