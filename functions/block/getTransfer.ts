import * as transfers from '#lib/operations/transfers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transfers.retrieve, {
  transferId: 'transfer',
});
