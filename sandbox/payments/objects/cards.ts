/** Cards: what is stored, and how they are rendered. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';
import type { Brand, OutcomeName } from '#sandbox/payments/test-cards.ts';

/** The details of a card that can be changed. */
export interface CardDetails {
  readonly address_city: string | null;
  readonly address_country: string | null;
  readonly address_line1: string | null;
  readonly address_line2: string | null;
  readonly address_state: string | null;
  readonly address_zip: string | null;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly name: string | null;
}

/** Cards and bank accounts are sources: they are stored and listed together. Payment methods are stored with them. */
export const SOURCES = {
  noun: 'source',
  collection: 'source',
  indexes: {
    account: ({ account }: Owned) => account ?? null,
    /** Payment methods are not sources. */
    customer: ({ object, customer }: Owned) => (object === 'payment_method' ? null : (customer ?? null)),
    payer: ({ object, customer }: Owned) => (object === 'payment_method' ? (customer ?? null) : null),
    recipient: ({ recipient }: Owned) => recipient ?? null,
  },
  expandable: { account: 'account', customer: 'customer', recipient: 'recipient' },
};

/** The owner of a card or bank account; it has none while only a token refers to it. */
export interface Owned {
  readonly object?: string;
  /** The account whose funds are sent to it. */
  readonly account?: string;
  /** Whether it is the default for its currency. */
  readonly default_for_currency?: boolean;
  readonly customer?: string | null;
  readonly recipient?: string;
}

/** A stored card, without its number. */
export interface Card extends Stored, CardDetails, Owned {
  readonly object: 'card';
  readonly created: number;
  readonly address_line1_check: string | null;
  readonly address_zip_check: string | null;
  readonly brand: Brand;
  readonly country: string;
  /** The currency of the funds that can be sent to the card. */
  readonly currency?: string | undefined;
  readonly cvc_check: string | null;
  readonly fingerprint: string;
  readonly funding: string;
  readonly last4: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Fields that only payment methods return, also for a saved card. */
  readonly allow_redisplay?: 'always' | 'limited' | 'unspecified' | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  /** Whether it was set up for off-session payments. */
  readonly isSetUp?: boolean;
  /** What happens when the card is used. */
  readonly outcome: OutcomeName;
}

export const card = resource<Card>('card', {
  id: { prefix: 'card', length: 24 },
  ...SOURCES,
  render: showCard,
});

function showCard(card: Card): Json {
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
    tokenization_method: null,
    ...(card.recipient !== undefined && { recipient: card.recipient }),
    ...(card.account !== undefined && {
      account: card.account,
      currency: card.currency,
      default_for_currency: card.default_for_currency,
    }),
  };
}
