import * as transfers from '#lib/operations/transfers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transfers.update, {
  transferId: 'transfer',
  description: 'description',
  metadata: 'metadata',
});
