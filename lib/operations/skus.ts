/** SKUs, the variants of a product that can be ordered: https://stripe.com/docs/api/skus as of 2016-07-06. */
import {
  boolean,
  currency,
  describe,
  enumeration,
  hash,
  id,
  integer,
  list as listOf,
  metadata,
  object,
  required,
  url,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { packageDimensions, paging, ORDERS_RETIRED as retired } from './shared.ts';

const sku = required(id('sku', 'The SKU.'));

/** What may be said of a SKU, both when it is made and later. */
const fields = {
  active: boolean('Whether it can be bought.', { default: true }),
  attributes: hash('Its value for each attribute of the product.', {
    example: { size: 'Medium', gender: 'Unisex' },
  }),
  image: url('The URL of an image.', { example: 'https://example.com/t-shirt.png' }),
  metadata: metadata(),
  package_dimensions: describe(
    packageDimensions,
    'Size and weight of the parcel, if not those of the product.',
  ),
};

const chargeable = {
  currency: currency('The currency of the price.'),
  inventory: object(
    {
      quantity: integer('How many there are; required if `type` is finite.', { min: 0, example: 500 }),
      type: enumeration(['finite', 'bucket', 'infinite'], 'How the stock is counted. Default: infinite.'),
      value: enumeration(
        ['in_stock', 'limited', 'out_of_stock'],
        'About how many there are; required if `type` is bucket.',
      ),
    },
    'The stock.',
    { example: { type: 'finite', quantity: 500 } },
  ),
  price: integer('The unit price, in the smallest currency unit.', {
    min: 0,
    expected: "an integer of at least 0 in the currency's smallest unit, e.g. 500 for $5.00",
    example: 1500,
  }),
  product: id('prod', 'The product that it is a variant of.'),
};

export const create = operation(
  'POST',
  '/v1/skus',
  { description: 'Creates a SKU of a product.', returns: 'sku', retired },
  {
    id: id('sku', 'The id of the SKU; you choose it. Default: one is made up.'),
    currency: required(chargeable.currency),
    inventory: required(chargeable.inventory),
    price: required(chargeable.price),
    product: required(chargeable.product),
    ...fields,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/skus/{id}',
  { description: 'Retrieves a SKU.', returns: 'sku', retired },
  { id: sku },
);

export const update = operation(
  'POST',
  '/v1/skus/{id}',
  { description: 'Updates a SKU; existing orders keep their price.', returns: 'sku', retired },
  { id: sku, ...chargeable, ...fields },
);

export const del = operation(
  'DELETE',
  '/v1/skus/{id}',
  { description: 'Deletes a SKU that has never been ordered.', returns: 'sku', retired },
  { id: sku },
);

export const list = operation(
  'GET',
  '/v1/skus',
  { description: 'Lists SKUs, newest first.', returns: 'sku', list: true, retired },
  {
    ...paging,
    active: boolean('Only SKUs that can, or cannot, be bought.'),
    attributes: hash('Only SKUs with these attributes; needs `product`.', { example: { size: 'Medium' } }),
    ids: listOf(id('sku', 'An id.'), 'Only SKUs with these ids.'),
    in_stock: boolean('Only SKUs that are, or are not, in stock.'),
    product: id('prod', 'Only SKUs of this product.'),
  },
);
