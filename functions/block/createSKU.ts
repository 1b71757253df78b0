import * as skus from '#lib/operations/skus.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(skus.create, {
  currency: 'currency',
  inventory: 'inventory',
  price: 'price',
  product: 'product',
  active: 'active',
  attributes: 'attributes',
  image: 'image',
  metadata: 'metadata',
  packageDimensions: 'package_dimensions',
  id: { to: 'id', beyondTable: true },
});
