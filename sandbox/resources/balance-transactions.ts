/** Balance transactions: every movement of money, and what remains of it. */
import * as balance from '#lib/stripe/balance.ts';
import type { Call } from '../call.ts';
import { DAY } from '../clock.ts';
import { implement, type Json, resource, type Stored, whenDue } from '../define.ts';
import { isWithin } from '../pagination.ts';
import { transfer } from './transfers.ts';

/** What kind of payment the money came by; the balance tells them apart. */
export type SourceType = 'card' | 'bank_account' | 'bitcoin_receiver' | 'alipay_account';

/** The part of a fee that is a platform's. */
export interface ApplicationFeePart {
  readonly amount: number;
  /** `ca_…` */
  readonly application: string;
}

/** A movement of money as it is kept. */
export interface BalanceTransaction extends Stored {
  readonly object: 'balance_transaction';
  readonly created: number;
  readonly amount: number;
  readonly available_on: number;
  readonly currency: string;
  readonly description: string | null;
  /** All of it, the platform's included. */
  readonly fee: number;
  readonly fee_description: string | null;
  /** What of the fee a platform gets, or gives back. */
  readonly application_fee?: ApplicationFeePart | undefined;
  readonly source: string;
  readonly source_type: SourceType;
  readonly type: string;
}

export const balanceTransaction = resource<BalanceTransaction>('balance_transaction', {
  noun: 'balance transaction',
  id: { prefix: 'txn', length: 24 },
  indexes: { source: ({ source }) => source, type: ({ type }) => type, currency: ({ currency }) => currency },
  expandable: {
    source: ['charge', 'refund', 'dispute', 'transfer', 'transfer_reversal', 'application_fee', 'fee_refund'],
  },
  render: (kept, view) => ({
    id: kept.id,
    object: 'balance_transaction',
    amount: kept.amount,
    available_on: kept.available_on,
    created: kept.created,
    currency: kept.currency,
    description: kept.description,
    fee: kept.fee,
    fee_details: feeDetails(kept),
    net: kept.amount - kept.fee,
    source: kept.source,
    sourced_transfers: view.sublist(
      transfer,
      { source_transaction: kept.source },
      `/v1/transfers?source_transaction=${kept.source}`,
    ),
    status: kept.available_on <= view.now ? 'available' : 'pending',
    type: kept.type,
  }),
});

function feeDetails({ application_fee, currency, fee, fee_description }: BalanceTransaction): Json[] {
  const { amount: taken = 0, application = null } = application_fee ?? {};
  const details = [
    { amount: fee - taken, application: null, currency, description: fee_description, type: 'stripe_fee' },
    { amount: taken, application, currency, description: null, type: 'application_fee' },
  ];
  return details.filter(({ amount }) => amount !== 0);
}

/** What became, or becomes, available at one moment in one currency: the balance is the sum of these. */
interface Funds extends Stored {
  readonly object: 'funds';
  readonly created: number;
  readonly currency: string;
  readonly available_on: number;
  readonly net: Readonly<Partial<Record<SourceType, number>>>;
}

export const funds = resource<Funds>('funds', {
  indexes: { currency: ({ currency }) => currency },
  render: (kept) => ({ ...kept }),
});

/** When money that moves now becomes available: at midnight UTC, when the days have passed that the account waits. */
export function availableOn({ account, now }: Call): number {
  return Math.floor(now / DAY) * DAY + account.delayDays * DAY;
}

/** Moves money: keeps the transaction and changes the balance by its net. */
export function move(
  call: Call,
  fields: Omit<BalanceTransaction, 'id' | 'object' | 'created' | 'available_on'> & { available_on?: number },
): BalanceTransaction {
  const { available_on = availableOn(call), amount, fee, currency, source_type } = fields;
  const made = call.create(balanceTransaction, { ...fields, available_on });
  put(call, currency, available_on, { [source_type]: amount - fee });
  return made;
}

/** Adds to the funds of a moment; what is available already is kept together. */
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

/** Funds that were pending are available from now on. */
export const fundsAvailable = whenDue('balance.available', (call, id) => {
  const due = call.find(funds, id);
  call.remove(funds, due);
  put(call, due.currency, AVAILABLE, due.net);
  call.announce('balance.available', currentBalance(call));
});

/** What can be sent of the money that came by one kind of payment. */
export function availableFunds(call: Call, currency: string, type: SourceType): number {
  const due = call.all(funds, { currency }).filter(({ available_on }) => available_on <= call.now);
  return due.reduce((sum, { net }) => sum + (net[type] ?? 0), 0);
}

/** What there is in a currency, pending or not. */
export function allFunds(call: Call, currency: string): number {
  return call
    .all(funds, { currency })
    .flatMap(({ net }) => Object.values(net))
    .reduce((sum, amount) => sum + amount, 0);
}

/** The balance is made from the funds whenever it is asked for, and is kept nowhere. */
interface Balance extends Stored {
  readonly object: 'balance';
  readonly available: readonly Amount[];
  readonly pending: readonly Amount[];
}

interface Amount {
  readonly currency: string;
  readonly amount: number;
  readonly source_types: Readonly<Record<string, number>>;
}

export const balanceOfAccount = resource<Balance>('balance', {
  render: ({ available, pending }) => ({ object: 'balance', available, livemode: false, pending }),
});

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
      // The sandbox makes no automatic transfers, so nothing was paid out with one.
      transfer === undefined && isWithin(on, available_on);
    return call.page(
      balanceTransaction,
      paging,
      { currency, source, type },
      available_on === undefined && transfer === undefined ? undefined : where,
    );
  },
);
