import * as products from '#lib/operations/products.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(products.create, {
  name: { to: 'name', required: false },
  active: 'active',
  attributes: 'attributes',
  caption: 'caption',
  deactivateOn: 'deactivate_on',
  description: 'description',
  images: 'images',
  metadata: 'metadata',
  packageDimensions: 'package_dimensions',
  shippable: 'shippable',
  url: 'url',
  id: { to: 'id', beyondTable: true },
});
