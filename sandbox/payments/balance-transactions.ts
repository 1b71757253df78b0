/** Balance transactions: every movement of money, and the resulting balance. */
import * as balance from '#lib/operations/balance.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { implement, whenDue } from '#sandbox/engine/define.ts';
import { isWithin } from '#sandbox/engine/lists.ts';
import { type Amount, type Balance, type Funds, funds } from '#sandbox/payments/objects/balance.ts';
import {
  type BalanceTransaction,
  balanceTransaction,
  type SourceType,
} from '#sandbox/payments/objects/balance-transactions.ts';

/** Returns when money that moves now becomes available: at midnight UTC after the account's delay. */
export function availableOn({ account, now }: Call): number {
  return Math.floor(now / DAY) * DAY + account.delayDays * DAY;
}

/** Moves money: stores the transaction and changes the balance by its net amount. */
export function move(
  call: Call,
  fields: Omit<BalanceTransaction, 'id' | 'object' | 'created' | 'available_on'> & { available_on?: number },
): BalanceTransaction {
  const { available_on = availableOn(call), amount, fee, currency, source_type } = fields;
  const made = call.create(balanceTransaction, { ...fields, available_on });
  put(call, currency, available_on, { [source_type]: amount - fee });
  return made;
}

/** Adds to the funds of a time. All available funds are stored as one. */
function put(call: Call, currency: string, available_on: number, added: Funds['net']): void {
  const moment = available_on <= call.now ? AVAILABLE : available_on;
  const id = `${currency} ${moment}`;
  const { net } = call.peek(funds, id) ?? call.create(funds, { id, currency, available_on: moment, net: {} });
  if (moment !== AVAILABLE && Object.keys(net).length === 0) {
    call.schedule(moment, fundsAvailable.name, id);
  }
  const types = Object.entries(added) as [SourceType, number][];
  const sums = types.map(([type, amount]) => [type, (net[type] ?? 0) + amount]);
  call.change(funds, call.find(funds, id), { net: { ...net, ...Object.fromEntries(sums) } });
}

const AVAILABLE = 0;

/** Makes pending funds available. */
export const fundsAvailable = whenDue('balance.available', (call, id) => {
  const due = call.find(funds, id);
  call.remove(funds, due);
  put(call, due.currency, AVAILABLE, due.net);
  call.announce('balance.available', currentBalance(call));
});

/** Returns what can be sent of the funds from one type of payment. */
export function availableFunds(call: Call, currency: string, type: SourceType): number {
  const due = call.all(funds, { currency }).filter(({ available_on }) => available_on <= call.now);
  return due.reduce((sum, { net }) => sum + (net[type] ?? 0), 0);
}

/** Returns all funds in a currency, pending ones too. */
export function allFunds(call: Call, currency: string): number {
  return call
    .all(funds, { currency })
    .flatMap(({ net }) => Object.values(net))
    .reduce((sum, amount) => sum + amount, 0);
}

function currentBalance(call: Call): Balance {
  const all = call.all(funds, {});
  const currencies = [
    ...new Set([call.account.defaultCurrency, ...all.map(({ currency }) => currency)]),
  ].sort();
  const total = (isCounted: (one: Funds) => boolean): Amount[] =>
    currencies.map((currency) => {
      const counted = all.filter((one) => one.currency === currency && isCounted(one));
      const source_types: Record<string, number> = { card: 0 };
      for (const [type, net] of counted.flatMap((one) => Object.entries(one.net))) {
        source_types[type] = (source_types[type] ?? 0) + net;
      }
      const amount = Object.values(source_types).reduce((sum, net) => sum + net, 0);
      return { currency, amount, source_types };
    });
  return {
    id: 'balance',
    object: 'balance',
    available: total(({ available_on }) => available_on <= call.now),
    pending: total(({ available_on }) => available_on > call.now),
  };
}

export const retrieve = implement(balance.retrieve, (call) => currentBalance(call));

export const transaction = implement(balance.transaction, (call, { id }) =>
  call.find(balanceTransaction, id, 'id'),
);

export const history = implement(
  balance.history,
  (call, { available_on, currency, source, type, transfer, ...paging }) => {
    const where = ({ available_on: on }: BalanceTransaction) =>
      // The sandbox makes no automatic transfers, so none paid anything out.
      transfer === undefined && isWithin(on, available_on);
    return call.page(
      balanceTransaction,
      paging,
      { currency, source, type },
      available_on === undefined && transfer === undefined ? undefined : where,
    );
  },
);

export const INSUFFICIENT_FUNDS =
  'Insufficient funds in Stripe account. In test mode, funds come into the available balance at once by a charge of the card 4000 0000 0000 0077.';
