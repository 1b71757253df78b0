/** Converts today's cards to the cards of 2013 to 2016. */
import type Stripe from 'stripe';

/** An object in an old version. */
export type Old = Record<string, unknown>;

/** Today's card, in a payment method or in the charge that it paid. */
type CardOfToday = Pick<
  Stripe.PaymentMethod.Card,
  'country' | 'exp_month' | 'exp_year' | 'fingerprint' | 'funding' | 'last4'
> & {
  readonly brand: string | null;
  readonly checks?: Stripe.PaymentMethod.Card.Checks | null;
  readonly wallet?: { readonly type: string; readonly dynamic_last4?: string | null } | null;
};

/** The owner and the ID of a card. */
interface AboutCard {
  readonly id: string;
  /** The customer; missing if the old card did not have the field. */
  readonly customer?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

const BRANDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amex: 'American Express',
    diners: 'Diners Club',
    discover: 'Discover',
    jcb: 'JCB',
    mastercard: 'MasterCard',
    visa: 'Visa',
    unionpay: 'UnionPay',
  }),
);

/** Shows a payment method as the card of an API version. */
export function cardOf(method: Stripe.PaymentMethod, version: string): Old {
  const { id, customer, metadata } = method;
  const about = {
    id,
    customer: typeof customer === 'object' ? (customer?.id ?? null) : customer,
    metadata: metadata ?? {},
  };
  return method.card === undefined
    ? { ...about, object: method.type }
    : oldCard(method.card as CardOfToday, method.billing_details, about, version);
}

/** Builds an old card. */
export function oldCard(
  card: CardOfToday,
  billing: Stripe.PaymentMethod.BillingDetails | null,
  { id, customer, metadata = {} }: AboutCard,
  version: string,
): Old {
  const { address, name } = billing ?? {};
  const { checks, wallet } = card;
  const brand = BRANDS.get(card.brand ?? '') ?? 'Unknown';
  const check = (result: string | null | undefined) =>
    result === 'unavailable' && version < '2014-12-22' ? 'unchecked' : (result ?? null);
  return {
    id,
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: check(checks?.address_line1_check),
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: check(checks?.address_postal_code_check),
    ...(version < '2014-06-13' ? { type: brand } : { brand }),
    country: card.country,
    ...(customer !== undefined && { customer }),
    cvc_check: check(checks?.cvc_check),
    ...(version >= '2014-06-13' && { dynamic_last4: wallet?.dynamic_last4 ?? null }),
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    ...(version >= '2014-06-13' && { funding: card.funding }),
    last4: card.last4,
    metadata: { ...metadata },
    name: name ?? null,
    ...(version >= '2013-10-29' && { tokenization_method: tokenizationOf(wallet?.type) }),
  };
}

function tokenizationOf(wallet: string | undefined): string | null {
  return wallet === 'google_pay' ? 'android_pay' : wallet === 'apple_pay' ? wallet : null;
}
