import * as products from '#lib/operations/products.ts';
import { action } from '#lib/surfaces/connector/connector.ts';
import { commaSeparated } from '#lib/surfaces/connector/images.ts';
import { product } from '#lib/surfaces/connector/replies.ts';

export const handler = action(
  { method: 'POST', path: '/products', summary: 'Create a product', returns: product },
  products.create,
  {
    Name: 'name',
    Id: 'id',
    Active: 'active',
    Caption: 'caption',
    Description: 'description',
    Images: { to: 'images', parameter: commaSeparated(products.create.parameters.images) },
    Shippable: 'shippable',
    URL: 'url',
  },
  { description: 'This operation creates a product.' },
);
