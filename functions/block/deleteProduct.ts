import * as products from '#lib/stripe/products.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(products.del, {
  productId: 'id',
});
