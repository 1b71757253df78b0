/** Balance transactions: every movement of money, and what remains of it. */
import * as balance from '#lib/stripe/balance.ts';
import type { Call } from '../call.ts';
import { DAY } from '../clock.ts';
import { implement, resource, type Stored, whenDue } from '../define.ts';
import { emptyList, isWithin } from '../pagination.ts';

/** What kind of payment the money came by; the balance tells them apart. */
export type SourceType = 'card' | 'bank_account';

/** A movement of money as it is kept. */
export interface BalanceTransaction extends Stored {
  readonly object: 'balance_transaction';
  readonly created: number;
  readonly amount: number;
  readonly available_on: number;
  readonly currency: string;
  readonly description: string | null;
  readonly fee: number;
  readonly fee_description: string | null;
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
  render: ({ id, created, amount, available_on, currency, description, fee, ...kept }, { now }) => ({
    id,
    object: 'balance_transaction',
    amount,
    available_on,
    created,
    currency,
    description,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: kept.fee_description,
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    source: kept.source,
    sourced_transfers: emptyList(`/v1/transfers?source_transaction=${kept.source}`),
    status: available_on <= now ? 'available' : 'pending',
    type: kept.type,
  }),
});

/** What became, or becomes, available at one moment in one currency: the balance is the sum of these. */
interface Funds extends Stored {
  readonly object: 'funds';
  readonly created: number;
  readonly currency: string;
  readonly available_on: number;
  readonly net: Readonly<Partial<Record<SourceType, number>>>;
}

export const funds = resource<Funds>('funds', { render: (kept) => ({ ...kept }) });

/** How many days funds stay pending, as for accounts in the US; they become available at midnight UTC. */
const PENDING_DAYS = 2;

/** When money that moves at a moment becomes available. */
export function availableOn(moment: number): number {
  return Math.floor(moment / DAY) * DAY + PENDING_DAYS * DAY;
}

/** Moves money: keeps the transaction and changes the balance by its net. */
export function move(
  call: Call,
  fields: Omit<BalanceTransaction, 'id' | 'object' | 'created' | 'available_on'> & { available_on?: number },
): BalanceTransaction {
  const { available_on = availableOn(call.now), amount, fee, currency, source_type } = fields;
  const made = call.create(balanceTransaction, { ...fields, available_on });
  const id = `${currency} ${available_on}`;
  let bucket = call.peek(funds, id);
  if (bucket === undefined) {
    bucket = call.create(funds, { id, currency, available_on, net: {} });
    if (available_on > call.now) {
      call.schedule(available_on, fundsAvailable.name, id);
    }
  }
  const net = { ...bucket.net, [source_type]: (bucket.net[source_type] ?? 0) + amount - fee };
  call.change(funds, bucket, { net });
  return made;
}

/** Funds that were pending are available from now on. */
export const fundsAvailable = whenDue('balance.available', (call) => {
  call.announce('balance.available', currentBalance(call));
});

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
