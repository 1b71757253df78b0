import * as transfers from '#lib/stripe/transfers.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(transfers.update, {
  transferId: 'transfer',
  description: 'description',
  metadata: 'metadata',
});
