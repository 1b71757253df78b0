import * as transferReversals from '#lib/stripe/transfer-reversals.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(transferReversals.retrieve, {
  id: 'id',
  transferId: 'transfer',
});
