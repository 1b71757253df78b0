/** Shows the payment methods of a customer as the cards of old versions. */
import type Stripe from 'stripe';
import * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import { isNoSuchObject, StripeApiError } from '#lib/stripe/errors.ts';
import { sourceName } from '#lib/stripe/past-errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { cardOf, type Old } from './card.ts';
import { defaultIn } from './default.ts';

/** Until this version, customers contained their sources. */
const SOURCES_IN_CUSTOMERS_UNTIL = '2020-08-27';

/** The number of cards inside a customer. */
const SHOWN_IN_CUSTOMER = 10;

/** All cards of a customer, newest first: payment methods and old cards. */
export async function cardsOf(stripe: BridgeCalls, customer: string): Promise<Old[]> {
  const cards: Old[] = [];
  for (let after: string | undefined; ; ) {
    const { body } = await stripe.today(paymentMethods.listOfCustomer, {
      customer,
      type: 'card',
      limit: 100,
      ...(after !== undefined && { starting_after: after }),
    });
    const page = body['data'] as Stripe.PaymentMethod[];
    cards.push(...page.map((method) => cardOf(method, stripe.version)));
    after = page.at(-1)?.id;
    if (body['has_more'] !== true || after === undefined) {
      return cards;
    }
  }
}

/**
 * Shows a customer as in an old version: with payment methods among the cards, and the default.
 * @param asked the caller's parameters, for `expand`
 * @param gone the ID of a card that was just removed and may still be in the response
 */
export async function withCards(
  stripe: BridgeCalls,
  customer: Old,
  asked: object,
  gone?: string | null,
): Promise<Old> {
  const { version } = stripe;
  const method = (customer['invoice_settings'] as Old | undefined)?.['default_payment_method'] ?? null;
  if (method === null || customer['deleted'] === true || version >= SOURCES_IN_CUSTOMERS_UNTIL) {
    return customer;
  }
  const [listName, defaultName] =
    version < '2015-02-18' ? (['cards', 'default_card'] as const) : (['sources', 'default_source'] as const);
  const cards = await cardsOf(stripe, customer['id'] as string);
  const list = (customer[listName] ?? {}) as Old;
  const known = new Set([...cards.map(({ id }) => id), gone]);
  const others = ((list['data'] ?? []) as Old[]).filter(({ id }) => !known.has(id));
  const all = [...cards, ...others];
  const id = defaultIn(customer);
  return {
    ...customer,
    [defaultName]: isExpanded(asked, defaultName) ? (cards.find((card) => card['id'] === id) ?? id) : id,
    [listName]: {
      ...list,
      data: all.slice(0, SHOWN_IN_CUSTOMER),
      ...('has_more' in list && { has_more: all.length > SHOWN_IN_CUSTOMER || list['has_more'] === true }),
      ...('total_count' in list && { total_count: all.length }),
      ...('count' in list && { count: all.length }),
    },
  };
}

/** Whether a caller expanded a field, of one object or of the objects in a list. */
function isExpanded(asked: object, field: string): boolean {
  const { expand } = asked as { expand?: unknown };
  return Array.isArray(expand) && (expand.includes(field) || expand.includes(`data.${field}`));
}

/** The response with a customer as {@link withCards} shows it. */
export async function customerAnswer(
  stripe: BridgeCalls,
  answer: StripeResponse,
  asked: object,
  gone?: string | null,
): Promise<StripeResponse> {
  return { ...answer, body: await withCards(stripe, answer.body, asked, gone), text: undefined };
}

/**
 * Retrieves a customer from today's Stripe.
 * @throws {StripeApiError} 404 if it does not exist or was deleted
 */
export async function customerOf(stripe: BridgeCalls, customer: string): Promise<Old> {
  const { body } = await stripe.today(customers.retrieve, { customer });
  if (body['deleted'] === true) {
    const message = `No such customer: ${customer}`;
    const error = { type: 'invalid_request_error', message, param: 'id' };
    throw new StripeApiError(404, error, { parameter: 'customer' });
  }
  return body;
}

/** Makes a payment method the customer's default. */
export async function makeDefault(
  stripe: BridgeCalls,
  customer: string,
  method: string,
  step = 'default',
): Promise<void> {
  const invoice_settings = { default_payment_method: method };
  await stripe.today(customers.update, { customer, invoice_settings }, step);
}

/**
 * Attaches a payment method to a customer. Test methods such as `pm_card_visa` are copied.
 * @throws {StripeApiError} 400 if it does not exist, because the caller sent it as a parameter
 */
export async function attach(
  stripe: BridgeCalls,
  { payment_method, customer }: { readonly payment_method: string; readonly customer: string },
): Promise<StripeResponse> {
  try {
    return await stripe.today(paymentMethods.attach, { payment_method, customer }, 'attach');
  } catch (error) {
    if (error instanceof StripeApiError && error.status === 404 && isOfMethod(error)) {
      const param = sourceName(stripe.version);
      throw new StripeApiError(
        400,
        { ...error.error, param },
        { ...error, parameter: param, text: undefined },
      );
    }
    throw error;
  }
}

/** Converts an error about a payment method to one about a source. */
export function aboutSource(error: unknown, id: string): unknown {
  return error instanceof StripeApiError && isOfMethod(error) ? noSuchSource(id) : error;
}

/** Whether Stripe reports that a card does not exist, or that a payment method is not attached. */
export function isNotAttached(error: unknown): boolean {
  return (
    isNoSuchObject(error) ||
    (error instanceof StripeApiError && error.status === 400 && /not attached/i.test(error.error.message))
  );
}

function isOfMethod({ status, error: { type, code, param, message } }: StripeApiError): boolean {
  const isRejected = type === 'invalid_request_error' && (status === 400 || status === 404);
  const isNamed = code === 'resource_missing' || (code === undefined && param === 'payment_method');
  return isRejected && isNamed && !/no such customer/i.test(message);
}

/** The error for a card that a customer does not have. */
export function noSuchSource(id: string): StripeApiError {
  return new StripeApiError(
    404,
    { type: 'invalid_request_error', message: `No such source: ${id}`, param: 'id' },
    { parameter: 'id' },
  );
}
