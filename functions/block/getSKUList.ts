import * as skus from '#lib/stripe/skus.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(skus.list, {
  attributes: 'attributes',
  ids: 'ids',
  productId: 'product',
});
