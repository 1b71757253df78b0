import * as accounts from '#lib/operations/accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(accounts.del, {
  accountId: 'account',
});
