/** Bitcoin receivers: addresses that customers pay to. */
import * as bitcoinReceivers from '#lib/operations/bitcoin-receivers.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement, whenDue } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import {
  type BitcoinReceiver,
  bitcoinReceiver,
  hasFunds,
  isFilled,
  priceOf,
  RATE_HOLDS_FOR,
} from '#sandbox/payments/objects/bitcoin-receivers.ts';
import { bitcoinTransaction } from '#sandbox/payments/objects/bitcoin-transactions.ts';
import { checkAmount, formatted } from './currencies.ts';

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

/** Refunds what was not charged, to the address that is sent, or was sent before. */
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

/** Updates a receiver. */
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

/** Whether a parameter is the ID of a receiver. */
export function isReceiverId(given: unknown): given is string {
  return typeof given === 'string' && given.startsWith('btcrcv_');
}

/**
 * Checks that a receiver can be charged.
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
 * @throws {StripeError} 400 when the amount of the charge is not what the receiver holds
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

/**
 * In test mode, a receiver is paid at once if its email address contains `fill_now`. That the description can contain
 * it too, and that `fill_half` pays half, is our choice.
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

/** Refunds what did not fill a receiver in time. */
export const refundMispayment = whenDue('bitcoin_receiver.refund_mispayment', (call, id) => {
  const current = call.peek(bitcoinReceiver, id);
  if (current === undefined || !hasFunds(current)) {
    return;
  }
  const changed = call.change(bitcoinReceiver, current, NOTHING_RECEIVED);
  call.announce('bitcoin.receiver.updated', changed);
});

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
