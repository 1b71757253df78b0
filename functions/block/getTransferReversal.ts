import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transferReversals.retrieve, {
  id: 'id',
  transferId: 'transfer',
});
