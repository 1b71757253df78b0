/** Products: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { type PackageDimensions, sku } from './skus.ts';

/** A stored product. */
export interface Product extends Stored {
  readonly object: 'product';
  readonly created: number;
  readonly active: boolean;
  readonly attributes: readonly string[];
  readonly caption: string | null;
  readonly deactivate_on: readonly string[];
  readonly description: string | null;
  readonly images: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  readonly package_dimensions: PackageDimensions | null;
  readonly shippable: boolean;
  readonly updated: number;
  readonly url: string | null;
}

export const product = resource<Product>('product', {
  id: { prefix: 'prod', length: 14 },
  indexes: {
    active: ({ active }) => String(active),
    shippable: ({ shippable }) => String(shippable),
    url: ({ url }) => url,
  },
  render: (product, view) => ({
    id: product.id,
    object: 'product',
    active: product.active,
    attributes: [...product.attributes],
    caption: product.caption,
    created: product.created,
    deactivate_on: [...product.deactivate_on],
    description: product.description,
    images: [...product.images],
    livemode: false,
    metadata: { ...product.metadata },
    name: product.name,
    package_dimensions: product.package_dimensions,
    shippable: product.shippable,
    skus: view.sublist(sku, { active_of: product.id }, `/v1/skus?product=${product.id}&active=true`),
    updated: product.updated,
    url: product.url,
  }),
});
