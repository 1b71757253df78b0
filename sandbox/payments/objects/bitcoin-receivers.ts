/** Bitcoin receivers: what is stored, and how they are rendered. */
import { MINUTE } from '#sandbox/engine/clock.ts';
import { type KeyOf, resource, type Stored } from '#sandbox/engine/resource.ts';
import { bitcoinTransaction } from './bitcoin-transactions.ts';
import { type Owned, SOURCES } from './cards.ts';

/** A stored receiver. */
export interface BitcoinReceiver extends Stored, Owned {
  readonly object: 'bitcoin_receiver';
  readonly created: number;
  readonly amount: number;
  readonly amount_received: number;
  /** In satoshi, like all amounts of bitcoin. */
  readonly bitcoin_amount_received: number;
  readonly currency: string;
  readonly description: string | null;
  readonly email: string | null;
  readonly inbound_address: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The charge that it was used for. */
  readonly payment: string | null;
  readonly refund_address?: string | null;
  readonly refund_mispayments: boolean;
}

/** Receivers are stored with the sources, because customers can have them; these indexes contain only receivers. */
function ofReceivers(keyOf: KeyOf<BitcoinReceiver>): KeyOf<Stored> {
  return (one) => (one.object === 'bitcoin_receiver' ? keyOf(one as BitcoinReceiver) : null);
}

/** The indexes of receivers. */
export const RECEIVER_INDEXES = {
  active: ofReceivers((one) => String(isActive(one))),
  filled: ofReceivers((one) => String(isFilled(one))),
  receivers: ofReceivers(() => 'all'),
  uncaptured_funds: ofReceivers((one) => String(hasFunds(one))),
};

export const bitcoinReceiver = resource<BitcoinReceiver>('bitcoin_receiver', {
  noun: 'bitcoin receiver',
  id: { prefix: 'btcrcv', length: 24 },
  collection: SOURCES.collection,
  indexes: { ...SOURCES.indexes, ...RECEIVER_INDEXES },
  expandable: { customer: 'customer' },
  render: (receiver, view) => {
    const bitcoin_amount = priceOf(receiver, view.now);
    return {
      id: receiver.id,
      object: 'bitcoin_receiver',
      active: isActive(receiver),
      amount: receiver.amount,
      amount_received: receiver.amount_received,
      bitcoin_amount,
      bitcoin_amount_received: receiver.bitcoin_amount_received,
      bitcoin_uri: `bitcoin:${receiver.inbound_address}?amount=${(bitcoin_amount / SATOSHI).toFixed(8)}`,
      created: receiver.created,
      currency: receiver.currency,
      customer: receiver.customer ?? null,
      description: receiver.description,
      email: receiver.email,
      filled: isFilled(receiver),
      inbound_address: receiver.inbound_address,
      livemode: false,
      metadata: { ...receiver.metadata },
      payment: receiver.payment,
      refund_address: receiver.refund_address ?? null,
      transactions: view.sublist(
        bitcoinTransaction,
        { receiver: receiver.id },
        `/v1/bitcoin/receivers/${receiver.id}/transactions`,
      ),
      uncaptured_funds: hasFunds(receiver),
      used_for_payment: receiver.payment !== null,
    };
  },
});

const SATOSHI = 1e8;

/** Roughly the rate of July 2016; the rate, and how little it moves, is our choice. */
const SATOSHI_PER_CENT = 1_520;

/** How long a rate is valid. */
export const RATE_HOLDS_FOR = 10 * MINUTE;

/** Returns the amount to send, in satoshi. A receiver that is not filled gets a new rate when the old one expires. */
export function priceOf(receiver: BitcoinReceiver, now: number): number {
  if (isFilled(receiver)) {
    return receiver.bitcoin_amount_received;
  }
  const renewals = Math.floor((now - receiver.created) / RATE_HOLDS_FOR);
  return receiver.amount * (SATOSHI_PER_CENT + (renewals % 10));
}

function isActive({ bitcoin_amount_received }: BitcoinReceiver): boolean {
  return bitcoin_amount_received > 0;
}

export function isFilled({ amount, amount_received }: BitcoinReceiver): boolean {
  return amount_received >= amount;
}

export function hasFunds(receiver: BitcoinReceiver): boolean {
  return isActive(receiver) && receiver.payment === null;
}
