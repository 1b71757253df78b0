/** The story of `npm run demo`: it charges cards in every way that the sockets support. */

/** Parsed JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** The responses of earlier steps, by name. */
export type Results = Readonly<Record<string, Json>>;

/** A value in a step; a function computes it from earlier responses. */
type From<T> = T | ((results: Results) => T);

/** A call and its expected response. */
export interface Step {
  /** A short name, by which later steps refer to its response. */
  readonly name: string;
  readonly tells: string;
  /** The socket; missing for calls to Stripe itself. */
  readonly endpoint?: string;
  readonly arguments: From<Json>;
  readonly idempotencyKey?: string;
  readonly status: number;
  /** Expected values in the response, by path. */
  readonly expected: Readonly<Record<string, From<unknown>>>;
  /** The amount that the step charges, in cents. */
  readonly charged?: number;
}

/** The part of a response at a path such as `data.0.id`. */
export function valueAt(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => (node as Json | undefined)?.[key], json);
}

/** Resolves a value with earlier responses. */
export function resolve<T>(value: From<T>, results: Results): T {
  return typeof value === 'function' ? (value as (results: Results) => T)(results) : value;
}

/** The ID in the response of a step. */
const idOf =
  (name: string) =>
  (results: Results): unknown =>
    results[name]?.['id'];

const customer = idOf('customer');
const subscription = (results: Results) => ({ sub: idOf('subscribe')(results), customer: customer(results) });

/** The card of a declined payment; only its number differs from the valid one. */
const card = (cardnumber: string) => ({
  cardnumber,
  cardexpmonth: 12,
  cardexpyear: new Date().getUTCFullYear() + 3,
  cardcvc: '123',
});

/** The steps, in order. Amounts are in cents. */
export const story: readonly Step[] = [
  {
    name: 'customer',
    tells: 'a customer',
    endpoint: 'create-customer',
    arguments: { description: 'Jenny Rosen' },
    status: 200,
    expected: { object: 'customer', description: 'Jenny Rosen' },
  },
  {
    name: 'card',
    tells: 'with a card',
    endpoint: 'create-card',
    arguments: (results) => ({ token: 'tok_visa', customer: customer(results) }),
    status: 200,
    expected: { object: 'card', brand: 'Visa', last4: '4242', customer },
  },
  {
    name: 'cards',
    tells: 'which is listed',
    endpoint: 'list-cards',
    arguments: (results) => ({ customer: customer(results) }),
    status: 200,
    expected: { object: 'list', 'data.length': 1, 'data.0.id': idOf('card') },
  },
  {
    name: 'authorisation',
    tells: 'a charge, authorised only',
    endpoint: 'create-charge',
    arguments: (results) => ({
      amount: 2000,
      currency: 'usd',
      customer: customer(results),
      capture: false,
    }),
    status: 200,
    expected: { object: 'charge', amount: 2000, paid: true, captured: false, 'source.id': idOf('card') },
  },
  {
    name: 'capture',
    tells: 'and captured',
    endpoint: 'capture-charge',
    arguments: (results) => ({ charge: idOf('authorisation')(results) }),
    status: 200,
    expected: { id: idOf('authorisation'), captured: true, amount_refunded: 0 },
    charged: 2000,
  },
  {
    name: 'plan',
    tells: 'a plan, made at Stripe',
    arguments: { id: 'gold', name: 'Gold', amount: 1500, currency: 'usd', interval: 'month' },
    status: 200,
    expected: { object: 'plan', id: 'gold', amount: 1500 },
  },
  {
    name: 'subscribe',
    tells: 'a subscription, paid',
    endpoint: 'subscribe-customer',
    arguments: (results) => ({ plan: 'gold', customer: customer(results) }),
    status: 200,
    expected: { object: 'subscription', status: 'active', quantity: 1, 'plan.id': 'gold' },
    charged: 1500,
  },
  {
    name: 'update',
    tells: 'for three, prorated',
    endpoint: 'update-subscription',
    arguments: (results) => ({ ...subscription(results), quantity: 3 }),
    status: 200,
    expected: { id: idOf('subscribe'), quantity: 3 },
  },
  {
    name: 'details',
    tells: 'looked up',
    endpoint: 'retrieve-subscription-details',
    arguments: subscription,
    status: 200,
    expected: { id: idOf('subscribe'), quantity: 3, cancel_at_period_end: false },
  },
  {
    name: 'cancel-later',
    tells: 'canceled when its period ends',
    endpoint: 'cancel-subscription',
    arguments: (results) => ({ ...subscription(results), instant: false }),
    status: 200,
    expected: { id: idOf('subscribe'), status: 'active', cancel_at_period_end: true },
  },
  {
    name: 'cancel-now',
    tells: 'canceled at once',
    endpoint: 'cancel-subscription',
    arguments: subscription,
    status: 200,
    expected: { id: idOf('subscribe'), status: 'canceled' },
  },
  {
    name: 'one-off',
    tells: 'a card charged, not stored',
    endpoint: 'one-off-charge',
    arguments: { amount: 700, currency: 'usd', ...card('4242424242424242') },
    status: 200,
    expected: { object: 'charge', amount: 700, paid: true, captured: true, customer: null },
    charged: 700,
  },
  {
    name: 'declined',
    tells: 'a card that is declined',
    endpoint: 'one-off-charge',
    arguments: { amount: 700, currency: 'usd', ...card('4000000000000002') },
    status: 402,
    expected: { 'error.type': 'card_error', 'error.code': 'card_declined' },
  },
  {
    name: 'no-amount',
    tells: 'a charge without an amount',
    endpoint: 'create-charge',
    arguments: (results) => ({ currency: 'usd', customer: customer(results) }),
    status: 400,
    expected: { 'error.type': 'invalid_request_error', 'error.param': 'amount' },
  },
  {
    name: 'deleted',
    tells: 'the card deleted',
    endpoint: 'delete-card',
    arguments: (results) => ({ card: idOf('card')(results), customer: customer(results) }),
    status: 200,
    expected: { id: idOf('card'), deleted: true },
  },
  {
    name: 'once',
    tells: 'a charge with a key',
    endpoint: 'create-charge',
    arguments: { amount: 900, currency: 'usd', card: 'tok_mastercard' },
    idempotencyKey: 'demo-charge',
    status: 200,
    expected: { object: 'charge', amount: 900, paid: true },
    charged: 900,
  },
  {
    name: 'twice',
    tells: 'the same again: no other',
    endpoint: 'create-charge',
    arguments: { amount: 900, currency: 'usd', card: 'tok_mastercard' },
    idempotencyKey: 'demo-charge',
    status: 200,
    expected: { id: idOf('once'), amount: 900 },
  },
];
