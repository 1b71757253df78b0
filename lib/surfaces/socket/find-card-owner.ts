/** Finds whose card a card is, for callers who were never told. */
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
 * Gives the id of the customer who has the card. Stripe names the customer where it knows the card as a payment method;
 * otherwise the newest customers are looked through, at most as many as `DELETE_CARD_SEARCH_LIMIT` says.
 * @throws {StripeApiError} 404 when none of them has it
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

/** The customer of a card as a payment method; `undefined` where it is none, or nobody's. */
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

/** A customer comes with its ten newest sources; only where it has more must they be asked for. */
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
