/** Converts charges of PaymentIntents to the charges of 2013 to 2016. */
import type Stripe from 'stripe';
import * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import { sourceName } from '#lib/stripe/past-errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { type Old, oldCard } from './card.ts';

/** A charge in an old version, with the fields that today's Stripe adds in every version. */
type Charge = Old &
  Partial<
    Pick<
      Stripe.Charge,
      | 'amount'
      | 'amount_captured'
      | 'amount_refunded'
      | 'billing_details'
      | 'captured'
      | 'customer'
      | 'paid'
      | 'payment_intent'
      | 'payment_method'
      | 'payment_method_details'
      | 'refunded'
      | 'status'
    >
  >;

/**
 * Retrieves a complete charge at the caller's version.
 * @param asked the caller's parameters, for `expand`
 * @param status the status of the charge's intent, if known
 */
export async function chargeOf(
  stripe: BridgeCalls,
  charge: string,
  asked: object,
  status?: Stripe.PaymentIntent.Status,
): Promise<StripeResponse> {
  const answer = await stripe.legacy(charges.retrieve, { charge, ...expandedIn(asked) });
  return { ...answer, body: await completed(stripe, answer.body, status), text: undefined };
}

/** The caller's `expand`. It is not a parameter of the operation, and is sent when the object is read. */
export function expandedIn(asked: object): { expand?: unknown } {
  return 'expand' in asked && asked.expand !== undefined ? { expand: asked.expand } : {};
}

/** Fills in fields that an old version has, and that today's Stripe leaves empty for charges of intents. */
export async function completed(
  stripe: BridgeCalls,
  charge: Charge,
  status?: Stripe.PaymentIntent.Status,
): Promise<Old> {
  return typeof charge.payment_intent === 'string'
    ? { ...withCard(charge, stripe.version), ...(await released(stripe, charge, status)) }
    : charge;
}

/** Shows a charge with its card and descriptor as in a version. */
export function withCard(charge: Charge, version: string): Old {
  const name = sourceName(version);
  return {
    ...charge,
    [name]: charge[name] ?? cardOfCharge(charge, version),
    ...descriptorOf(charge),
  };
}

/** The charge's own part of the statement text, which is called a suffix today. */
function descriptorOf({ statement_descriptor_suffix: suffix, ...charge }: Charge): Old {
  const name = ['statement_descriptor', 'statement_description'].find((one) => one in charge);
  return name === undefined ? {} : { [name]: charge[name] ?? suffix ?? null };
}

/** The card that paid, in an old version. */
function cardOfCharge(charge: Charge, version: string): Old | null {
  const { payment_method, payment_method_details, billing_details, customer } = charge;
  const card = payment_method_details?.card;
  return card === undefined || card === null || !payment_method
    ? null
    : oldCard(
        card as Parameters<typeof oldCard>[0],
        billing_details ?? null,
        { id: payment_method, customer: typeof customer === 'string' ? customer : null },
        version,
      );
}

/** Shows a released authorization as a refund, which it was in old versions. */
async function released(
  stripe: BridgeCalls,
  charge: Charge,
  status?: Stripe.PaymentIntent.Status,
): Promise<Old> {
  const { amount = 0, amount_captured = amount, amount_refunded = 0, captured, refunded } = charge;
  if (captured === true) {
    const rest = amount - amount_captured;
    return rest > 0 ? { amount_refunded: amount_refunded + rest } : {};
  }
  // Old versions have no status.
  if (charge.status === 'failed' || charge.paid === false || refunded === true) {
    return {};
  }
  const intent = charge.payment_intent as string;
  const isCanceled =
    (status ?? (await stripe.today(paymentIntents.retrieve, { intent })).body['status']) === 'canceled';
  return isCanceled ? { amount_refunded: amount, refunded: true } : {};
}
