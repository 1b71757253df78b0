import * as products from '#lib/operations/products.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(products.retrieve, {
  productId: 'id',
});
