/** Sources: cards and bank accounts alike. */
import { resource } from '#sandbox/engine/resource.ts';
import type { BankAccount } from './bank-accounts.ts';
import { type BitcoinReceiver, RECEIVER_INDEXES } from './bitcoin-receivers.ts';
import { type Card, SOURCES } from './cards.ts';

export type Source = Card | BankAccount;

/** What a customer can have. */
export type CustomerSource = Source | BitcoinReceiver;

/** Sources of all kinds; each is shown as what it is. */
export const source = resource<CustomerSource>('source' as Source['object'], {
  ...SOURCES,
  indexes: { ...SOURCES.indexes, ...RECEIVER_INDEXES },
  render: (source, view) => view.show(source),
});
