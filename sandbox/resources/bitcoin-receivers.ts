/** Bitcoin receivers: addresses that customers pay to, and what came of it. */
import * as bitcoinReceivers from '#lib/stripe/bitcoin-receivers.ts';
import { type Call, orNull } from '../call.ts';
import { MINUTE } from '../clock.ts';
import { formatted } from '../currencies.ts';
import { implement, resource, type Stored, whenDue } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { checkAmount } from './charging.ts';

/** A receiver as it is kept. */
export interface BitcoinReceiver extends Stored {
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
  readonly refund_mispayments: boolean;
}

/** A payment to a receiver as it is kept. */
interface BitcoinTransaction extends Stored {
  readonly object: 'bitcoin_transaction';
  readonly created: number;
  readonly amount: number;
  readonly bitcoin_amount: number;
  readonly currency: string;
  readonly receiver: string;
}

export const bitcoinTransaction = resource<BitcoinTransaction>('bitcoin_transaction', {
  noun: 'bitcoin transaction',
  id: { prefix: 'btctxn', length: 24 },
  indexes: { receiver: ({ receiver }) => receiver },
  render: (transaction) => ({
    id: transaction.id,
    object: 'bitcoin_transaction',
    amount: transaction.amount,
    bitcoin_amount: transaction.bitcoin_amount,
    created: transaction.created,
    currency: transaction.currency,
    receiver: transaction.receiver,
  }),
});

export const bitcoinReceiver = resource<BitcoinReceiver>('bitcoin_receiver', {
  noun: 'bitcoin receiver',
  id: { prefix: 'btcrcv', length: 24 },
  indexes: {
    active: (one) => String(isActive(one)),
    filled: (one) => String(isFilled(one)),
    uncaptured_funds: (one) => String(hasFunds(one)),
  },
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
      customer: null,
      description: receiver.description,
      email: receiver.email,
      filled: isFilled(receiver),
      inbound_address: receiver.inbound_address,
      livemode: false,
      metadata: { ...receiver.metadata },
      payment: receiver.payment,
      refund_address: null,
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

export const retrieve = implement(bitcoinReceivers.retrieve, (call, { id }) =>
  call.find(bitcoinReceiver, id, 'id'),
);

export const list = implement(
  bitcoinReceivers.list,
  (call, { active, filled, uncaptured_funds, ...paging }) =>
    call.page(bitcoinReceiver, paging, {
      active: flag(active),
      filled: flag(filled),
      uncaptured_funds: flag(uncaptured_funds),
    }),
);

/**
 * A receiver that can be charged.
 * @throws {StripeError} 400 when it is not filled, or was charged before
 */
export function chargeableReceiver(call: Call, id: string): BitcoinReceiver {
  const found = call.find(bitcoinReceiver, id, 'source');
  if (!isFilled(found) || !hasFunds(found)) {
    throw invalidRequest(
      found.payment === null
        ? `The bitcoin receiver ${id} has not been filled.`
        : `The bitcoin receiver ${id} has been used for a payment already.`,
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
  const changed = call.change(bitcoinReceiver, call.find(bitcoinReceiver, id), {
    amount_received: 0,
    bitcoin_amount_received: 0,
  });
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
