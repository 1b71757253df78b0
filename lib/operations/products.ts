/** Products: https://stripe.com/docs/api/products as of 2016-07-06. */
import {
  boolean,
  id,
  list as listOf,
  metadata,
  required,
  text,
  unsettable,
  url,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { packageDimensions, paging } from './shared.ts';

const product = required(id('prod', 'The product.'));
const name = text('The name of the product, for customers.', { example: 'T-shirt' });
const attributes = listOf(
  text('The name of an attribute.', { example: 'size' }),
  'The attributes that distinguish its SKUs: at most 5 alphanumeric names.',
  { max: 5, example: ['size', 'gender'] },
);
const deactivateOn = listOf(
  text('A Connect application.', { example: 'ca_9BtKAR1ZXD42en' }),
  'Connect applications, by name or ID, that cannot order the product.',
);
const images = listOf(
  url('The URL of an image.', { example: 'https://example.com/t-shirt.png' }),
  'URLs of images, at most 8.',
  { max: 8 },
);

/** What may be said of a product, both when it is made and later. */
const fields = {
  active: boolean('Whether the product can be bought.', { default: true }),
  caption: text('One line about the product, for customers.', { example: 'Soft and warm' }),
  description: text('The name of the product, for customers.', { example: 'Comfortable cotton t-shirt' }),
  metadata: metadata(),
  package_dimensions: packageDimensions,
  shippable: boolean('Whether it is sent as a parcel.', { default: true }),
  url: url('A public page about the product.'),
};

export const create = operation(
  'POST',
  '/v1/products',
  { description: 'Creates a product, which is ordered by its SKUs.', returns: 'product' },
  {
    id: id('prod', 'The ID of the product, which you can choose. Default: a generated ID.'),
    name: required(name),
    attributes,
    deactivate_on: deactivateOn,
    images,
    ...fields,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/products/{id}',
  { description: 'Retrieves a product.', returns: 'product' },
  { id: product },
);

export const update = operation(
  'POST',
  '/v1/products/{id}',
  { description: 'Updates a product.', returns: 'product' },
  {
    id: product,
    name,
    attributes: unsettable(attributes),
    deactivate_on: unsettable(deactivateOn),
    images: unsettable(images),
    ...fields,
  },
);

export const del = operation(
  'DELETE',
  '/v1/products/{id}',
  { description: 'Deletes a product; only when it has no SKUs.', returns: 'product' },
  { id: product },
);

export const list = operation(
  'GET',
  '/v1/products',
  { description: 'Lists products, newest first.', returns: 'product', list: true },
  {
    ...paging,
    active: boolean('Only products that can, or cannot, be bought.'),
    ids: listOf(id('prod', 'An id.'), 'Only products with these ids.'),
    shippable: boolean('Only products that are, or are not, sent as parcels.'),
    url: url('Only products with this URL.'),
  },
);
