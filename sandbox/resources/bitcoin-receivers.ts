/** Bitcoin receivers: addresses that customers pay to, and what came of it. */
import * as bitcoinReceivers from '#lib/stripe/bitcoin-receivers.ts';
import { type Call, orNull } from '../call.ts';
import { MINUTE } from '../clock.ts';
import { formatted } from '../currencies.ts';
import { implement, type KeyOf, resource, type Stored, whenDue } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { bitcoinTransaction } from './bitcoin-transactions.ts';
import { type Owned, SOURCES } from './cards.ts';
import { checkAmount } from './charging.ts';

/** A receiver as it is kept. */
export interface BitcoinReceiver extends Stored, Owned {
  readonly object: 'bitcoin_receiver';
  readonly created: number;
  readonly amount: number;
  readonly amount_received: number;
  /** In satoshi, as all amounts of bitcoin. */
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

/** Receivers are kept among the sources, as customers can have them; others are in none of these indexes. */
function ofReceivers(keyOf: KeyOf<BitcoinReceiver>): KeyOf<Stored> {
  return (one) => (one.object === 'bitcoin_receiver' ? keyOf(one as BitcoinReceiver) : null);
}

/** The indexes that only receivers are in. */
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

export const create = implement(bitcoinReceivers.create, (call, parameters) => {
  const { amount, currency, email, metadata, refund_mispayments = false } = parameters;
  if (currency !== 'usd') {
    throw invalidRequest('Bitcoin can be converted to usd only.', { param: 'currency' });
  }
  checkAmount(amount, currency);
  const made = call.create(bitcoinReceiver, {
    amount,
    amount_received: 0,
    bitcoin_amount_received: 0,
    currency,
    description: orNull(parameters.description) ?? null,
    email: email ?? null,
    inbound_address: `test_${call.account.random.text(29)}`,
    metadata: call.metadata(metadata),
    payment: null,
    refund_mispayments,
  });
  call.announce('bitcoin.receiver.created', made);
  const paid = Math.floor(amount * shareThatIsPaid(made));
  return paid === 0 ? made : receive(call, made, paid);
});

export const retrieve = implement(bitcoinReceivers.retrieve, (call, { id }) => find(call, id));

export const update = implement(bitcoinReceivers.update, (call, { id, ...changes }) =>
  updateReceiver(call, find(call, id), changes),
);

export const del = implement(bitcoinReceivers.del, (call, { id }) => {
  call.remove(bitcoinReceiver, find(call, id));
  return { deleted: true, id };
});

/** What was not charged goes back, to the address that is named or was named before. */
export const refund = implement(bitcoinReceivers.refund, (call, { id, refund_address }) => {
  const current = find(call, id);
  if (!hasFunds(current)) {
    throw invalidRequest(`The bitcoin receiver ${id} holds nothing that could be refunded.`, { param: 'id' });
  }
  if (refund_address === undefined && current.refund_address == null) {
    throw invalidRequest('Missing required param: refund_address.', { param: 'refund_address' });
  }
  const changed = call.change(bitcoinReceiver, current, { ...NOTHING_RECEIVED, refund_address });
  call.announce('bitcoin.receiver.updated', changed);
  return changed;
});

const NOTHING_RECEIVED = { amount_received: 0, bitcoin_amount_received: 0 };

/** What is kept with a receiver, changed. */
export function updateReceiver(
  call: Call,
  current: BitcoinReceiver,
  {
    metadata,
    ...texts
  }: {
    readonly description?: string;
    readonly email?: string;
    readonly metadata?: Parameters<Call['metadata']>[0];
    readonly refund_address?: string;
  },
): BitcoinReceiver {
  const changed = call.change(bitcoinReceiver, current, {
    description: orNull(texts.description),
    email: orNull(texts.email),
    metadata: call.metadata(metadata, current.metadata),
    refund_address: orNull(texts.refund_address),
  });
  call.announce('bitcoin.receiver.updated', changed);
  return changed;
}

function find(call: Call, id: string): BitcoinReceiver {
  const found = call.find(bitcoinReceiver, id, 'id');
  return found.object === 'bitcoin_receiver' ? found : call.missing(bitcoinReceiver.noun, id, 'id');
}

export const list = implement(
  bitcoinReceivers.list,
  (call, { active, filled, uncaptured_funds, ...paging }) =>
    call.page(bitcoinReceiver, paging, {
      active: flag(active),
      filled: flag(filled),
      receivers: 'all',
      uncaptured_funds: flag(uncaptured_funds),
    }),
);

/** Whether a parameter names a receiver. */
export function isReceiverId(given: unknown): given is string {
  return typeof given === 'string' && given.startsWith('btcrcv_');
}

/**
 * A receiver that can be charged.
 * @throws {StripeError} 400 when it is not filled, or was charged before
 */
export function chargeableReceiver(found: BitcoinReceiver): BitcoinReceiver {
  if (!isFilled(found) || !hasFunds(found)) {
    throw invalidRequest(
      found.payment === null
        ? `The bitcoin receiver ${found.id} has not been filled.`
        : `The bitcoin receiver ${found.id} has been used for a payment already.`,
      { param: 'source' },
    );
  }
  return found;
}

/**
 * Marks a receiver as used for a charge.
 * @throws {StripeError} 400 when the charge is not of what the receiver holds
 */
export function useReceiver(
  call: Call,
  used: BitcoinReceiver,
  amount: number,
  payment: string,
): BitcoinReceiver {
  if (amount !== used.amount_received) {
    throw invalidRequest(
      `The charge must be of what the bitcoin receiver holds: ${formatted(used.amount_received, used.currency)}.`,
      { param: 'amount' },
    );
  }
  const changed = call.change(bitcoinReceiver, used, { payment });
  call.announce('bitcoin.receiver.updated', changed);
  return changed;
}

const SATOSHI = 1e8;
/** About what a cent was worth in July 2016; our choice, and so is that the rate hardly moves. */
const SATOSHI_PER_CENT = 1_520;
/** How long a rate holds. */
const RATE_HOLDS_FOR = 10 * MINUTE;

/** What has to be sent, in satoshi; what is not filled yet gets a new rate when the old one holds no longer. */
function priceOf(receiver: BitcoinReceiver, now: number): number {
  if (isFilled(receiver)) {
    return receiver.bitcoin_amount_received;
  }
  const renewals = Math.floor((now - receiver.created) / RATE_HOLDS_FOR);
  return receiver.amount * (SATOSHI_PER_CENT + (renewals % 10));
}

/**
 * Customers of test mode pay at once when their e-mail address says `fill_now`. That a description can say so as well, and
 * that `fill_half` makes them pay half, is our choice.
 */
function shareThatIsPaid({ email, description }: BitcoinReceiver): number {
  const said = `${email} ${description}`;
  return said.includes('fill_now') ? 1 : said.includes('fill_half') ? 1 / 2 : 0;
}

function receive(call: Call, receiver: BitcoinReceiver, amount: number): BitcoinReceiver {
  const { id, currency, refund_mispayments } = receiver;
  const bitcoin_amount = Math.floor((priceOf(receiver, call.now) * amount) / receiver.amount);
  const paid = call.create(bitcoinTransaction, { amount, bitcoin_amount, currency, receiver: id });
  const received = call.change(bitcoinReceiver, receiver, {
    amount_received: amount,
    bitcoin_amount_received: bitcoin_amount,
  });
  call.announce('bitcoin.receiver.transaction.created', paid);
  call.announce(isFilled(received) ? 'bitcoin.receiver.filled' : 'bitcoin.receiver.updated', received);
  if (!isFilled(received) && refund_mispayments) {
    call.schedule(call.now + RATE_HOLDS_FOR, refundMispayment.name, id);
  }
  return received;
}

/** What did not fill a receiver in time goes back. */
export const refundMispayment = whenDue('bitcoin_receiver.refund_mispayment', (call, id) => {
  const current = call.peek(bitcoinReceiver, id);
  if (current === undefined || !hasFunds(current)) {
    return;
  }
  const changed = call.change(bitcoinReceiver, current, NOTHING_RECEIVED);
  call.announce('bitcoin.receiver.updated', changed);
});

function isActive({ bitcoin_amount_received }: BitcoinReceiver): boolean {
  return bitcoin_amount_received > 0;
}

function isFilled({ amount, amount_received }: BitcoinReceiver): boolean {
  return amount_received >= amount;
}

function hasFunds(receiver: BitcoinReceiver): boolean {
  return isActive(receiver) && receiver.payment === null;
}

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
