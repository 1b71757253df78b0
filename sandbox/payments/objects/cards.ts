/** Cards: what is stored of them and how they are shown. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';
import type { Brand, OutcomeName } from '#sandbox/payments/test-cards.ts';

/** What can be changed of a card. */
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

/** Cards and bank accounts are sources: they are kept and listed together, and payment methods with them. */
export const SOURCES = {
  noun: 'source',
  collection: 'source',
  indexes: {
    account: ({ account }: Owned) => account ?? null,
    /** Payment methods are no sources. */
    customer: ({ object, customer }: Owned) => (object === 'payment_method' ? null : (customer ?? null)),
    payer: ({ object, customer }: Owned) => (object === 'payment_method' ? (customer ?? null) : null),
    recipient: ({ recipient }: Owned) => recipient ?? null,
  },
  expandable: { account: 'account', customer: 'customer', recipient: 'recipient' },
};

/** Whose a card or bank account is; none of them while only a token stands for it. */
export interface Owned {
  readonly object?: string;
  /** The account whose funds go there. */
  readonly account?: string;
  /** Whether those in its currency do if nothing else is said. */
  readonly default_for_currency?: boolean;
  readonly customer?: string | null;
  readonly recipient?: string;
}

/** A card as it is kept, without its number. */
export interface Card extends Stored, CardDetails, Owned {
  readonly object: 'card';
  readonly created: number;
  readonly address_line1_check: string | null;
  readonly address_zip_check: string | null;
  readonly brand: Brand;
  readonly country: string;
  /** Of the funds that may go to the card. */
  readonly currency?: string | undefined;
  readonly cvc_check: string | null;
  readonly fingerprint: string;
  readonly funding: string;
  readonly last4: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** What only payment methods show, and a saved card as one of them. */
  readonly allow_redisplay?: 'always' | 'limited' | 'unspecified' | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  /** It was set up for payments without the cardholder. */
  readonly isSetUp?: boolean;
  /** What using the card makes happen. */
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
