import * as skus from '#lib/stripe/skus.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(skus.retrieve, {
  skuId: 'id',
});
