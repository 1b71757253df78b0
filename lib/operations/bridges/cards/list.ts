/**
 * Lists the cards of a customer. It reads all of them, because they are few; old paging parameters and the total count
 * then work as before.
 */
import type { Old } from '#lib/operations/bridges/shared/card.ts';
import { cardsOf } from '#lib/operations/bridges/shared/methods.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as sources from '#lib/operations/sources.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** The page and the customer. */
interface ListOfCustomer extends Paging {
  readonly customer: string;
}

interface Paging {
  readonly limit?: number;
  readonly count?: number;
  readonly offset?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

const DEFAULT_LIMIT = 10;

export async function listCards(stripe: BridgeCalls, values: ListOfCustomer): Promise<StripeResponse> {
  const { customer } = values;
  return answerOf(stripe, `/v1/customers/${customer}/cards`, values, await cardsOf(stripe, customer));
}

/** Bank accounts are not PaymentMethods; they are listed after the cards. */
export async function listSources(
  stripe: BridgeCalls,
  values: ListOfCustomer & { readonly object?: string },
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const { customer, object } = values;
  if (object !== undefined && object !== 'card') {
    return unbridged();
  }
  const all = await cardsOf(stripe, customer);
  if (object === undefined) {
    const { body } = await stripe.legacy(sources.list, { customer, object: 'bank_account', limit: 100 });
    all.push(...(body['data'] as Old[]));
  }
  return answerOf(stripe, `/v1/customers/${customer}/sources`, values, all);
}

function answerOf(
  { version }: BridgeCalls,
  url: string,
  values: ListOfCustomer,
  all: readonly Old[],
): StripeResponse {
  const { data, has_more } = pageOf(all, values);
  const isCounted = 'include' in values && String(values.include).includes('total_count');
  const body =
    version < '2014-03-28'
      ? { object: 'list', url, data, count: all.length }
      : { object: 'list', url, has_more, ...(isCounted && { total_count: all.length }), data };
  return { status: 200, body, headers: {} };
}

function pageOf(all: readonly Old[], paging: Paging): { data: readonly Old[]; has_more: boolean } {
  const { starting_after, ending_before, offset = 0 } = paging;
  const limit = paging.limit ?? paging.count ?? DEFAULT_LIMIT;
  if (ending_before !== undefined) {
    const end = placeOf(all, ending_before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { data: all.slice(start, end), has_more: start > 0 };
  }
  const start = starting_after === undefined ? offset : placeOf(all, starting_after, 'starting_after') + 1;
  return { data: all.slice(start, start + limit), has_more: all.length > start + limit };
}

function placeOf(all: readonly Old[], id: string, param: string): number {
  const place = all.findIndex((one) => one['id'] === id);
  if (place === -1) {
    const message = `No such source: ${id}`;
    throw new StripeApiError(400, { type: 'invalid_request_error', message, param });
  }
  return place;
}
