/** Lines of orders: what is stored of them and how they are shown. */
import type { Json } from '#sandbox/engine/resource.ts';

export type ItemType = 'sku' | 'tax' | 'shipping' | 'discount';

/** A line of an order as it is kept. */
export interface OrderItem {
  /** Of the whole quantity; negative for a discount. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly parent: string | null;
  /** Of goods only. */
  readonly quantity: number | null;
  readonly type: ItemType;
}

/** What lines add up to, in the smallest unit. */
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
