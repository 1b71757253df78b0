import * as skus from '#lib/operations/skus.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(skus.del, {
  skuId: 'id',
});
