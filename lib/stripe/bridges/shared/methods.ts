/** The payment methods of a customer, as the cards that old versions show. */
import type Stripe from 'stripe';
import { StripeRefusal } from '#lib/errors.ts';
import type { BridgeCalls } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import * as customers from '../../customers.ts';
import { sourceName } from '../../past-errors.ts';
import * as paymentMethods from '../../payment-methods.ts';
import { cardOf, type Old } from './card.ts';
import { defaultIn } from './default.ts';

/** Until then, a customer's reply held the sources. */
const SOURCES_IN_CUSTOMERS_UNTIL = '2020-08-27';

/** How many of a customer's cards the customer's reply shows. */
const SHOWN_IN_CUSTOMER = 10;

/** All cards of a customer, newest first: payment methods, and the cards of old among them. */
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
 * A customer as an old version shows it: with its payment methods among the cards, and the one that pays by default.
 * @param asked the caller's parameters: what it expands is expanded
 * @param gone the id of a card that the customer has no more, which may still be in its reply
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

/** Whether a caller asked for a field whole, of one object or of those in a list. */
function isExpanded(asked: object, field: string): boolean {
  const { expand } = asked as { expand?: unknown };
  return Array.isArray(expand) && (expand.includes(field) || expand.includes(`data.${field}`));
}

/** The answer with a customer as {@link withCards} shows it. */
export async function customerAnswer(
  stripe: BridgeCalls,
  answer: Answer,
  asked: object,
  gone?: string | null,
): Promise<Answer> {
  return { ...answer, body: await withCards(stripe, answer.body, asked, gone), text: undefined };
}

/**
 * A customer as today's Stripe shows it.
 * @throws {StripeRefusal} 404 when there is none, or no more
 */
export async function customerOf(stripe: BridgeCalls, customer: string): Promise<Old> {
  const { body } = await stripe.today(customers.retrieve, { customer });
  if (body['deleted'] === true) {
    const message = `No such customer: ${customer}`;
    const error = { type: 'invalid_request_error', message, param: 'id' };
    throw new StripeRefusal(404, error, { parameter: 'customer' });
  }
  return body;
}

/** Makes a payment method what a customer pays with by default. */
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
 * Attaches a payment method to a customer. Of one for tests, such as `pm_card_visa`, it is a new one that is attached.
 * @throws {StripeRefusal} 400 when there is none of that id: to the caller it is a parameter, not what the call is about
 */
export async function attach(
  stripe: BridgeCalls,
  { payment_method, customer }: { readonly payment_method: string; readonly customer: string },
): Promise<Answer> {
  try {
    return await stripe.today(paymentMethods.attach, { payment_method, customer }, 'attach');
  } catch (error) {
    if (error instanceof StripeRefusal && error.status === 404 && isOfMethod(error)) {
      const param = sourceName(stripe.version);
      throw new StripeRefusal(
        400,
        { ...error.error, param },
        { ...error, parameter: param, text: undefined },
      );
    }
    throw error;
  }
}

/** What an error about a payment method is to the caller of an old call about a source. */
export function aboutSource(error: unknown, id: string): unknown {
  return error instanceof StripeRefusal && isOfMethod(error) ? noSuchSource(id) : error;
}

function isOfMethod({ error: { code, param, message } }: StripeRefusal): boolean {
  return (code === 'resource_missing' || param === 'payment_method') && !/no such customer/i.test(message);
}

/** The error for a card that a customer does not have. */
export function noSuchSource(id: string): StripeRefusal {
  return new StripeRefusal(
    404,
    { type: 'invalid_request_error', message: `No such source: ${id}`, param: 'id' },
    { parameter: 'id' },
  );
}
