/** The balance of an account, and the funds that it consists of. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { SourceType } from './balance-transactions.ts';

/** Funds that become available at one time in one currency. The balance is their sum. */
export interface Funds extends Stored {
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

/** The balance is computed from the funds for each request and not stored. */
export interface Balance extends Stored {
  readonly object: 'balance';
  readonly available: readonly Amount[];
  readonly pending: readonly Amount[];
}

export interface Amount {
  readonly currency: string;
  readonly amount: number;
  readonly source_types: Readonly<Record<string, number>>;
}

export const balanceOfAccount = resource<Balance>('balance', {
  render: ({ available, pending }) => ({ object: 'balance', available, livemode: false, pending }),
});
