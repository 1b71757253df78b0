/** The two ways to save and charge cards, which callers cannot tell apart. */
import { TODAY } from '#lib/operations/operation.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import type { SandboxOptions } from '#sandbox/server/server.ts';
import type { Api, Reply } from './api.ts';

export const WAYS = ['charges', 'payment_intents'] as const;

/** The values of `CARD_PAYMENTS`. */
export type Way = (typeof WAYS)[number];

/** The paths that create a charge, by value of `CARD_PAYMENTS`. */
export const CHARGING_PATH = { charges: '/v1/charges', payment_intents: '/v1/payment_intents' } as const;

/** Checks whether this process charges cards with Charges. */
export const isOldWay = (): boolean => process.env['CARD_PAYMENTS'] === 'charges';

/**
 * Returns the options of a sandbox for tests that run both ways: with PaymentIntents, its accounts reject card
 * tokens; with Charges, they accept everything.
 */
export function sandboxOfWay(): Pick<SandboxOptions, 'policies'> {
  return { policies: { ...POLICIES.existing, card_tokens: isOldWay() } };
}

/** Returns the parameters that give a customer a card. */
export async function cardOfCustomer(api: Api): Promise<object> {
  if (isOldWay()) {
    return { source: 'tok_visa' };
  }
  const method = { type: 'card', card: { token: 'tok_visa' } };
  const { id } = await api.at(TODAY).post('/v1/payment_methods', method);
  return { payment_method: id, invoice_settings: { default_payment_method: id } };
}

/** Charges five dollars directly at Stripe, with a new card or that of a customer. Returns the charge. */
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
 * The policies of accounts that only accept one way: an existing account, or one opened today. Card numbers are
 * accepted in both cases, because the tests create tokens from them.
 */
export const POLICIES_OF = {
  charges: POLICIES.existing,
  payment_intents: { ...POLICIES.today, raw_card_numbers: true },
} as const;

/** Makes this process charge cards one way, and makes the account reject the other. */
export async function takeWay(api: Api, way: Way): Promise<void> {
  process.env['CARD_PAYMENTS'] = way;
  await api.post('/_sandbox/policies', POLICIES_OF[way]);
}

/** Returns a customer's cards at Stripe, however they were saved, and which of them is the default. */
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
