/** Renders cards in today's form. */
import type Stripe from 'stripe';
import { formOfToday } from '#sandbox/engine/define.ts';
import { type Card, card } from '#sandbox/payments/objects/cards.ts';

export const cardOfToday = formOfToday(card, showCard);

function showCard(card: Card): Stripe.Card {
  return {
    id: card.id,
    object: 'card',
    address_city: card.address_city,
    address_country: card.address_country,
    address_line1: card.address_line1,
    address_line1_check: card.address_line1_check,
    address_line2: card.address_line2,
    address_state: card.address_state,
    address_zip: card.address_zip,
    address_zip_check: card.address_zip_check,
    ...(card.allow_redisplay !== undefined && { allow_redisplay: card.allow_redisplay }),
    brand: card.brand,
    country: card.country,
    ...(card.customer !== undefined && { customer: card.customer }),
    cvc_check: card.cvc_check,
    dynamic_last4: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    metadata: { ...card.metadata },
    name: card.name,
    regulated_status: 'unregulated',
    tokenization_method: null,
    ...(card.account !== undefined && {
      account: card.account,
      currency: card.currency ?? null,
      default_for_currency: card.default_for_currency ?? null,
    }),
  };
}
