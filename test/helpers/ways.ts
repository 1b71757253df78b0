/** The two ways in which cards are saved and paid with: what callers see is the same. */
import { TODAY } from '#lib/stripe/operation.ts';
import { POLICIES } from '#sandbox/policies.ts';
import type { Api, Reply } from './api.ts';

export const WAYS = ['charges', 'payment_intents'] as const;

/** What `CARD_PAYMENTS` can be. */
export type Way = (typeof WAYS)[number];

/** The calls of today's Stripe that stand in for the one that charges, by the way. */
export const CHARGING_PATH = { charges: '/v1/charges', payment_intents: '/v1/payment_intents' } as const;

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
