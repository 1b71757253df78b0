import * as products from '#lib/operations/products.ts';
import { action } from '#lib/surfaces/connector/connector.ts';
import { commaSeparated, imagesOrNone } from '#lib/surfaces/connector/images.ts';
import { product } from '#lib/surfaces/connector/replies.ts';

export const handler = action(
  { method: 'PATCH', path: '/products/{Id}', summary: 'Update a product', returns: product },
  products.update,
  {
    Id: 'id',
    Name: { to: 'name', required: true },
    Active: 'active',
    Caption: 'caption',
    Description: 'description',
    Images: {
      to: 'images',
      parameter: commaSeparated(products.update.parameters.images),
      convert: imagesOrNone,
    },
    Shippable: 'shippable',
    URL: 'url',
  },
  { description: 'This operation updates the given fields of a product.' },
);
