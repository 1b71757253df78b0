/** Order returns: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { type OrderItem, showItem, totalOf } from './items.ts';

/** A stored return. */
export interface OrderReturn extends Stored {
  readonly object: 'order_return';
  readonly created: number;
  readonly currency: string;
  readonly items: readonly OrderItem[];
  readonly order: string;
  readonly refund: string | null;
}

export const orderReturn = resource<OrderReturn>('order_return', {
  noun: 'order return',
  id: { prefix: 'orret', length: 24 },
  indexes: { order: ({ order }) => order },
  expandable: { order: 'order', refund: 'refund' },
  render: ({ id, created, currency, items, order, refund }) => ({
    id,
    object: 'order_return',
    amount: totalOf(items),
    created,
    currency,
    items: items.map(showItem),
    livemode: false,
    order,
    refund,
  }),
});
