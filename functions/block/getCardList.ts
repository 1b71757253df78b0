import * as externalAccounts from '#lib/stripe/external-accounts.ts';
import * as sources from '#lib/stripe/sources.ts';
import { cardBlock } from '#lib/surface/block-cards.ts';

export const handler = cardBlock(
  externalAccounts.list,
  sources.list,
  { endingBefore: 'ending_before', limit: 'limit', startingAfter: 'starting_after' },
  {
    description: 'Lists the cards of a customer or a managed account, newest first.',
    always: { object: 'card' },
  },
);
