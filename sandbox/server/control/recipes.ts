/** The requests that cause each type of event. The caller's parameters are added to the last one. */
import type { Json } from '#sandbox/engine/resource.ts';

/** Makes a request and returns its response. */
type Request = (method: 'POST' | 'DELETE', path: string, parameters?: Json) => Promise<Json>;

/** Makes the requests that cause an event. */
export type Recipe = (request: Request, own: Json) => Promise<unknown>;

const PAYMENT = { amount: 2000, currency: 'usd', description: 'A triggered payment' };
const PLAN = { amount: 2000, currency: 'usd', interval: 'month', name: 'A triggered plan' };

const pay = (request: Request, own: Json, payment_method: string): Promise<Json> =>
  request('POST', '/v1/payment_intents', {
    ...PAYMENT,
    payment_method,
    payment_method_types: ['card'],
    confirm: true,
    ...own,
  });

/** Charges a card and returns the charge. */
const charge = async (request: Request, own: Json = {}, payment_method = 'pm_card_visa'): Promise<Json> => {
  const { charges, latest_charge } = (await pay(request, own, payment_method)) as {
    charges?: { data: Json[] };
    latest_charge?: string;
  };
  return charges?.data[0] ?? { id: latest_charge };
};

const customer = (request: Request, own: Json = {}): Promise<Json> =>
  request('POST', '/v1/customers', {
    email: 'jenny@example.com',
    description: 'A triggered customer',
    ...own,
  });

/** Creates a customer whose invoices are charged to a card. */
const payer = async (request: Request): Promise<Json> => {
  const { id } = await customer(request);
  const method = await request('POST', '/v1/payment_methods/pm_card_visa/attach', { customer: id });
  return request('POST', `/v1/customers/${id}`, {
    invoice_settings: { default_payment_method: method['id'] },
  });
};

const plan = (request: Request, own: Json = {}): Promise<Json> =>
  request('POST', '/v1/plans', { id: `plan_${crypto.randomUUID().slice(0, 8)}`, ...PLAN, ...own });

const subscribe = async (request: Request, own: Json = {}): Promise<Json> => {
  const { id } = await payer(request);
  return request('POST', '/v1/subscriptions', { customer: id, plan: (await plan(request))['id'], ...own });
};

/** Creates a recipe that makes a request about the object that another recipe creates. */
const then =
  (
    make: (request: Request) => Promise<Json>,
    method: 'POST' | 'DELETE',
    path: (made: Json) => string,
    parameters: Json = {},
  ): Recipe =>
  async (request, own) =>
    request(method, path(await make(request)), { ...parameters, ...own });

const intent = (request: Request, own: Json = {}): Promise<Json> =>
  request('POST', '/v1/payment_intents', { ...PAYMENT, payment_method_types: ['card'], ...own });

const coupon = (request: Request, own: Json = {}): Promise<Json> =>
  request('POST', '/v1/coupons', { duration: 'once', percent_off: 25, ...own });

/** The recipes, by event type. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  'charge.succeeded': (request, own) => charge(request, own),
  'charge.failed': (request, own) => pay(request, own, 'pm_card_chargeDeclined'),
  'charge.captured': then(
    (request) => intent(request, { payment_method: 'pm_card_visa', confirm: true, capture_method: 'manual' }),
    'POST',
    ({ id }) => `/v1/payment_intents/${id}/capture`,
  ),
  'charge.refunded': async (request, own) =>
    request('POST', '/v1/refunds', { charge: (await charge(request))['id'], ...own }),
  'charge.dispute.created': (request, own) => charge(request, own, 'pm_card_createDispute'),
  'coupon.created': coupon,
  'coupon.deleted': then(coupon, 'DELETE', ({ id }) => `/v1/coupons/${id}`),
  'customer.created': customer,
  'customer.updated': then(customer, 'POST', ({ id }) => `/v1/customers/${id}`, { description: 'Changed' }),
  'customer.deleted': then(customer, 'DELETE', ({ id }) => `/v1/customers/${id}`),
  'customer.subscription.created': subscribe,
  'customer.subscription.updated': then(subscribe, 'POST', ({ id }) => `/v1/subscriptions/${id}`, {
    quantity: 2,
  }),
  'customer.subscription.deleted': then(subscribe, 'DELETE', ({ id }) => `/v1/subscriptions/${id}`),
  'invoice.created': subscribe,
  'invoice.payment_succeeded': subscribe,
  'invoiceitem.created': async (request, own) =>
    request('POST', '/v1/invoiceitems', {
      customer: (await customer(request))['id'],
      amount: 500,
      currency: 'usd',
      ...own,
    }),
  'payment_intent.canceled': then(intent, 'POST', ({ id }) => `/v1/payment_intents/${id}/cancel`),
  'payment_intent.created': intent,
  'payment_intent.payment_failed': (request, own) => pay(request, own, 'pm_card_chargeDeclined'),
  'payment_intent.succeeded': (request, own) => charge(request, own),
  'plan.created': plan,
  'plan.updated': then(plan, 'POST', ({ id }) => `/v1/plans/${id}`, { name: 'Changed' }),
  'plan.deleted': then(plan, 'DELETE', ({ id }) => `/v1/plans/${id}`),
};
