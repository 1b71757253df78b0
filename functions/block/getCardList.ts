import * as externalAccounts from '#lib/operations/external-accounts.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardBlock } from '#lib/surfaces/block/card-block.ts';

export const handler = cardBlock(
  externalAccounts.list,
  sources.list,
  { endingBefore: 'ending_before', limit: 'limit', startingAfter: 'starting_after' },
  {
    description: 'Lists the cards of a customer or a managed account, newest first.',
    always: { object: 'card' },
  },
);
