import * as externalAccounts from '#lib/operations/external-accounts.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardBlock } from '#lib/surfaces/block/card-block.ts';

export const handler = cardBlock(
  externalAccounts.del,
  sources.del,
  { cardId: { to: 'id', description: 'The card.', example: externalAccounts.EXAMPLE_CARD } },
  { description: 'Removes a card from a customer or a managed account.' },
);
