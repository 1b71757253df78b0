/** Sources: cards, bank accounts and Bitcoin receivers. */
import { resource } from '#sandbox/engine/resource.ts';
import type { BankAccount } from './bank-accounts.ts';
import { type BitcoinReceiver, RECEIVER_INDEXES } from './bitcoin-receivers.ts';
import { type Card, SOURCES } from './cards.ts';

export type Source = Card | BankAccount;

/** A source of a customer. */
export type CustomerSource = Source | BitcoinReceiver;

/** Sources of all kinds; each is rendered as its own kind. */
export const source = resource<CustomerSource>('source' as Source['object'], {
  ...SOURCES,
  indexes: { ...SOURCES.indexes, ...RECEIVER_INDEXES },
  render: (source, view) => view.show(source),
});
