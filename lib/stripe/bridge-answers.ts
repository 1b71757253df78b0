/**
 * Checks the responses that bridges read. A response can be a JSON object and still lack what the next step needs, for
 * example if a proxy changed it. It must not be taken for the requested object, and it must not cause an internal error.
 */
import * as v from 'valibot';
import type { Operation } from '#lib/operations/operation.ts';
import { StripeConnectionError } from './errors.ts';
import type { StripeResponse } from './response.ts';

const object = v.nullish(v.record(v.string(), v.unknown()));
const id = v.pipe(v.string(), v.nonEmpty());
/** The ID of another object, or that object. */
const reference = v.nullish(v.union([v.string(), v.looseObject({ id })]));
const amount = v.optional(v.number());
const card = v.nullish(v.looseObject({ brand: v.nullish(v.string()), checks: object, wallet: object }));
const billing = v.nullish(v.looseObject({ address: object }));
const cards = v.nullish(v.looseObject({ data: v.nullish(v.array(v.looseObject({}))) }));

/** What bridges rely on, by the name of the object. Versions differ, so most fields may be missing. */
const SHAPES: Readonly<Record<string, v.GenericSchema>> = {
  bank_account: v.looseObject({ id }),
  card: v.looseObject({ id }),
  charge: v.looseObject({
    id,
    amount,
    amount_captured: amount,
    amount_refunded: amount,
    billing_details: billing,
    captured: v.optional(v.boolean()),
    customer: reference,
    payment_intent: reference,
    payment_method: v.nullish(v.string()),
    payment_method_details: v.nullish(v.looseObject({ card })),
    status: v.nullish(v.string()),
  }),
  customer: v.looseObject({
    id,
    cards,
    default_card: reference,
    default_source: reference,
    invoice_settings: v.nullish(v.looseObject({ default_payment_method: reference })),
    sources: cards,
  }),
  event: v.looseObject({ data: v.optional(v.looseObject({ object: v.optional(v.looseObject({})) })) }),
  invoice: v.looseObject({ id }),
  payment_intent: v.looseObject({ id, latest_charge: reference, status: v.string() }),
  payment_method: v.looseObject({
    id,
    billing_details: billing,
    card: v.optional(v.unwrap(card)),
    customer: reference,
    metadata: object,
  }),
  refund: v.looseObject({ id }),
  subscription: v.looseObject({ id, customer: reference }),
  token: v.looseObject({ id }),
};

/**
 * Returns a response that has what bridges rely on.
 * @throws {StripeConnectionError} 502 if it does not, so that the outcome of a write is unknown
 */
export function checkedAnswer({ returns, list }: Operation, answer: StripeResponse): StripeResponse {
  const { status, body } = answer;
  const shape = SHAPES[returns];
  const objects = list ? (body['data'] as unknown[]) : [body];
  if (shape === undefined || body['deleted'] === true || objects.every((one) => v.is(shape, one))) {
    return answer;
  }
  const what = `${list ? 'a list with an invalid' : 'an invalid'} ${returns.replaceAll('_', ' ')}`;
  throw new StripeConnectionError(
    502,
    `Stripe, or a proxy in front of it, responded with status ${status} and ${what}.`,
  );
}
