/** The two ways in which cards are saved and paid with: what callers see is the same. */
import { TODAY } from '#lib/operations/operation.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import type { SandboxOptions } from '#sandbox/server/server.ts';
import type { Api, Reply } from './api.ts';

export const WAYS = ['charges', 'payment_intents'] as const;

/** What `CARD_PAYMENTS` can be. */
export type Way = (typeof WAYS)[number];

/** The calls of today's Stripe that stand in for the one that charges, by the way. */
export const CHARGING_PATH = { charges: '/v1/charges', payment_intents: '/v1/payment_intents' } as const;

/** Whether the walks of this process pay with cards the way of 2016. */
export const isOldWay = (): boolean => process.env['CARD_PAYMENTS'] === 'charges';

/**
 * The options of a sandbox for a walk that is made in both ways: with PaymentIntents, its accounts accept no card tokens; with
 * charges, they accept everything.
 */
export function sandboxOfWay(): Pick<SandboxOptions, 'policies'> {
  return { policies: { ...POLICIES.existing, card_tokens: isOldWay() } };
}

/** What makes a customer one that can pay, as parameters. */
export async function cardOfCustomer(api: Api): Promise<object> {
  if (isOldWay()) {
    return { source: 'tok_visa' };
  }
  const method = { type: 'card', card: { token: 'tok_visa' } };
  const { id } = await api.at(TODAY).post('/v1/payment_methods', method);
  return { payment_method: id, invoice_settings: { default_payment_method: id } };
}

/** Charges five dollars at Stripe itself, a new card or that of a customer; gives the charge. */
export async function chargeOfWay(api: Api, customer?: string): Promise<Reply> {
  const payment = { amount: 500, currency: 'usd' };
  if (isOldWay()) {
    const payer = customer === undefined ? { source: 'tok_visa' } : { customer };
    return api.post('/v1/charges', { ...payment, ...payer });
  }
  const payer =
    customer === undefined
      ? { payment_method: 'pm_card_visa' }
      : { customer, payment_method: (await cardsAtStripe(api, customer)).default };
  const how = { confirm: true, capture_method: 'automatic', allowed_payment_method_types: ['card'] };
  const intent = await api.at(TODAY).post('/v1/payment_intents', { ...payment, ...payer, ...how });
  return api.get(`/v1/charges/${intent.latest_charge}`);
}

/**
 * What an account accepts that takes cards in one way alone: an existing one, or one of today. Of today's policies, only
 * the one on card numbers is off, for tokens are made of those.
 */
export const POLICIES_OF = {
  charges: POLICIES.existing,
  payment_intents: { ...POLICIES.today, raw_card_numbers: true },
} as const;

/** Has this process pay with cards in a way, and the account of a sandbox be one that accepts no other. */
export async function takeWay(api: Api, way: Way): Promise<void> {
  process.env['CARD_PAYMENTS'] = way;
  await api.post('/_sandbox/policies', POLICIES_OF[way]);
}

/** The cards of a customer as Stripe has them, made in either way, and which of them pays by default. */
export async function cardsAtStripe(
  api: Api,
  customer: string,
): Promise<{ cards: string[]; default: string | null }> {
  const today = api.at(TODAY);
  const { default_source, invoice_settings } = await today.get(`/v1/customers/${customer}`);
  const { data } = await today.get(`/v1/customers/${customer}/payment_methods`, { limit: 100 });
  return {
    cards: data.map(({ id }: Reply) => id),
    default: invoice_settings.default_payment_method ?? default_source,
  };
}
