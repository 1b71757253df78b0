/** Lines of orders: what is stored, and how they are rendered. */
import type { Json } from '#sandbox/engine/resource.ts';

export type ItemType = 'sku' | 'tax' | 'shipping' | 'discount';

/** A stored line of an order. */
export interface OrderItem {
  /** For the whole quantity; negative for a discount. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly parent: string | null;
  /** Only for goods. */
  readonly quantity: number | null;
  readonly type: ItemType;
}

/** The total of the lines, in the smallest currency unit. */
export function totalOf(items: readonly OrderItem[], type?: ItemType): number {
  return items
    .filter((item) => type === undefined || item.type === type)
    .reduce((sum, { amount }) => sum + amount, 0);
}

export function showItem(item: OrderItem): Json {
  return {
    object: 'order_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    parent: item.parent,
    quantity: item.quantity,
    type: item.type,
  };
}
