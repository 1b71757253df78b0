import { commaSeparated } from '#lib/connector/images.ts';
import { product } from '#lib/connector/replies.ts';
import * as products from '#lib/stripe/products.ts';
import { action } from '#lib/surface/connector.ts';

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
