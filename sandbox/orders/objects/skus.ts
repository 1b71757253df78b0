/** SKUs: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';

/** The size and weight of a parcel, in inches and ounces. */
export interface PackageDimensions {
  readonly height: number;
  readonly length: number;
  readonly weight: number;
  readonly width: number;
}

/** The stock: a number, an approximate level, or unlimited. */
export interface Inventory {
  readonly quantity: number | null;
  readonly type: 'finite' | 'bucket' | 'infinite';
  readonly value: 'in_stock' | 'limited' | 'out_of_stock' | null;
}

/** A stored SKU. */
export interface Sku extends Stored {
  readonly object: 'sku';
  readonly created: number;
  readonly active: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly image: string | null;
  readonly inventory: Inventory;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether an order contains it; if so, it can no longer be deleted. */
  readonly ordered: boolean;
  readonly package_dimensions: PackageDimensions | null;
  readonly price: number;
  readonly product: string;
  readonly updated: number;
}

export const sku = resource<Sku>('sku', {
  id: { prefix: 'sku', length: 14 },
  indexes: {
    active: ({ active }) => String(active),
    active_of: ({ active, product }) => (active ? product : null),
    in_stock: ({ inventory }) => String(isInStock(inventory, 1)),
    product: ({ product }) => product,
  },
  expandable: { product: 'product' },
  render: (sku) => ({
    id: sku.id,
    object: 'sku',
    active: sku.active,
    attributes: { ...sku.attributes },
    created: sku.created,
    currency: sku.currency,
    image: sku.image,
    inventory: { ...sku.inventory },
    livemode: false,
    metadata: { ...sku.metadata },
    package_dimensions: sku.package_dimensions,
    price: sku.price,
    product: sku.product,
    updated: sku.updated,
  }),
});

/** Whether this many can be sold. */
export function isInStock({ type, quantity, value }: Inventory, count: number): boolean {
  return type === 'finite' ? quantity! >= count : type === 'infinite' || value !== 'out_of_stock';
}
