import * as externalAccounts from '#lib/stripe/external-accounts.ts';
import * as sources from '#lib/stripe/sources.ts';
import { cardBlock } from '#lib/surface/block-cards.ts';

export const handler = cardBlock(
  externalAccounts.del,
  sources.del,
  { cardId: { to: 'id', description: 'The card.' } },
  { description: 'Removes a card from a customer or a managed account.' },
);
