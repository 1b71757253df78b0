import * as skus from '#lib/operations/skus.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(skus.list, {
  attributes: 'attributes',
  ids: 'ids',
  productId: 'product',
});
