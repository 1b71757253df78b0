/** A story about products, SKUs, orders and returns. */
import * as orderReturns from '#lib/operations/order-returns.ts';
import * as orderOperations from '#lib/operations/orders.ts';
import * as products from '#lib/operations/products.ts';
import * as skus from '#lib/operations/skus.ts';
import type { Recorder } from './recorder.ts';

/** Orders a T-shirt, ships it, and returns it. */
export async function orders({ call }: Recorder): Promise<void> {
  const size = { height: 1, length: 12, weight: 8.5, width: 9 };
  const product = await call(products.create, {
    name: 'T-shirt',
    attributes: ['size'],
    caption: 'Soft',
    description: 'A T-shirt',
    images: ['https://example.com/t-shirt.png'],
    metadata: { a: 'b' },
    package_dimensions: size,
    url: 'https://example.com/t-shirt',
  });
  const download = await call(products.create, {
    name: 'Download',
    shippable: false,
    deactivate_on: ['ruby'],
  });
  const sold = { product: product.id, currency: 'usd', price: 1500 } as const;
  const sku = await call(skus.create, {
    ...sold,
    attributes: { size: 'M' },
    image: 'https://example.com/t-shirt.png',
    inventory: { type: 'finite', quantity: 500 },
    metadata: { a: 'b' },
    package_dimensions: size,
  });
  await call(skus.create, {
    ...sold,
    attributes: { size: 'L' },
    inventory: { type: 'bucket', value: 'limited' },
  });
  const spare = await call(skus.create, {
    ...sold,
    attributes: { size: 'S' },
    inventory: { type: 'infinite' },
  });
  const goods = {
    currency: 'usd',
    email: 'jenny@example.com',
    items: [{ type: 'sku' as const, parent: sku.id, quantity: 2 }],
    metadata: { a: 'b' },
    shipping: {
      name: 'Jenny Rosen',
      phone: '555',
      address: {
        line1: '1 Main St',
        line2: 'Flat 2',
        city: 'Anytown',
        state: 'CA',
        country: 'US',
        postal_code: '12345',
      },
    },
  };
  const order = await call(orderOperations.create, goods);
  await call(orderOperations.pay, { id: order.id, source: 'tok_visa' });
  await call(orderOperations.update, {
    id: order.id,
    status: 'fulfilled',
    shipping: { carrier: 'USPS', tracking_number: '9400110200881' },
  });
  await call(orderOperations.createReturn, { id: order.id });
  const other = await call(orderOperations.create, goods);
  await call(orderOperations.update, { id: other.id, status: 'canceled' });
  // Omits everything that is optional.
  const { address, name } = goods.shipping;
  const { line1, country, postal_code } = address;
  const shipping = { name, address: { line1, country, postal_code } };
  await call(orderOperations.create, { currency: 'usd', items: [{ type: 'sku', parent: sku.id }], shipping });
  const file = await call(skus.create, {
    product: download.id,
    currency: 'usd',
    price: 500,
    inventory: { type: 'infinite' },
  });
  await call(orderOperations.create, { currency: 'usd', items: [{ type: 'sku', parent: file.id }] });
  await call(orderOperations.list, {});
  await call(orderReturns.list, {});
  await call(products.list, {});
  await call(skus.list, {});
  await call(skus.del, { id: spare.id });
}
