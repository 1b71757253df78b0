/** Order returns: goods that come back, or were never sent, and the money for them. */
import * as orderReturns from '#lib/stripe/order-returns.ts';
import * as orders from '#lib/stripe/orders.ts';
import type { Call } from '../call.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { goodsIn, type OrderItem, showItem, totalOf, type WantedItem } from '../order-items.ts';
import { charge } from './charges.ts';
import { type Order, order, reach } from './orders.ts';
import { checkRefundable, refundCharge } from './refunds.ts';
import { takeFromStock } from './skus.ts';

/** A return as it is kept. */
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

export const create = implement(orders.createReturn, (call, { id, items }) => {
  const made = returnItems(call, call.find(order, id, 'id'), items);
  call.announce('order.updated', call.find(order, id, 'id'));
  return made;
});

export const retrieve = implement(orderReturns.retrieve, (call, { id }) => call.find(orderReturn, id, 'id'));

export const list = implement(orderReturns.list, (call, { order: id, ...paging }) =>
  call.page(orderReturn, paging, { order: id }),
);

/**
 * Returns lines of an order, or all that is left of it, and refunds them. When no goods are left the order is canceled,
 * or returned if it was sent. That what was never sent goes back into the stock is our choice.
 * @throws {StripeError} when the order was not paid, or has less than what is to be returned
 */
export function returnItems(call: Call, current: Order, wanted?: readonly WantedItem[]): OrderReturn {
  if (current.status !== 'paid' && current.status !== 'fulfilled') {
    throw invalidRequest(
      `Only an order that is paid or fulfilled can be returned; this one is ${current.status}.`,
      { code: 'order_status_invalid', param: 'id' },
    );
  }
  const left = leftOf(call, current);
  const items = wanted === undefined || wanted.length === 0 ? left : chosen(current, left, wanted);
  const amount = totalOf(items);
  const made = call.create(orderReturn, {
    currency: current.currency,
    items,
    order: current.id,
    refund: refundFor(call, current, amount),
  });
  if (current.status === 'paid') {
    for (const { of, quantity } of goodsIn(call, items)) {
      takeFromStock(call, of, -quantity);
    }
  }
  const changed = call.change(order, current, {
    amount_returned: (current.amount_returned ?? 0) + amount,
    updated: call.now,
  });
  if (countOf(items) === countOf(left)) {
    reach(call, changed, current.status === 'paid' ? 'canceled' : 'returned');
  }
  call.announce('order_return.created', made);
  return made;
}

/** What is left of the lines of an order. */
function leftOf(call: Call, { id, items }: Order): readonly OrderItem[] {
  const returned = call.all(orderReturn, { order: id }).flatMap((one) => one.items);
  return items.map((item) =>
    returned.filter((one) => isSame(one, item)).reduce((rest, one) => without(rest, one), item),
  );
}

function without(item: OrderItem, { amount, quantity }: OrderItem): OrderItem {
  return {
    ...item,
    amount: item.amount - amount,
    quantity: item.quantity === null ? null : item.quantity - (quantity ?? 0),
  };
}

function isSame(a: OrderItem, b: OrderItem): boolean {
  return a.type === b.type && a.parent === b.parent && a.description === b.description;
}

function countOf(items: readonly OrderItem[]): number {
  return items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
}

/** The lines that a caller names, and of the discounts the share that falls to their goods. */
function chosen(
  current: Order,
  left: readonly OrderItem[],
  wanted: readonly WantedItem[],
): readonly OrderItem[] {
  const items = wanted.map((one, index) => partOf(left, one, `items[${index}]`));
  if (new Set(items.map(({ type, parent }) => `${type} ${parent}`)).size < items.length) {
    throw invalidRequest('Each line can be returned only once in a return.', { param: 'items' });
  }
  const goods = totalOf(items, 'sku');
  const goodsLeft = totalOf(left, 'sku');
  const discounts = left
    .filter(({ type }) => type === 'discount')
    .map((discount) => ({
      ...discount,
      amount: goodsLeft === 0 ? 0 : -Math.floor((-discount.amount * goods) / goodsLeft),
    }));
  const all = [...items, ...discounts];
  // In the order of the lines that they are of.
  return current.items.flatMap((line) => all.filter((item) => isSame(item, line)));
}

/** The part of a line that is to be returned: of goods one, of anything else all, unless the caller says otherwise. */
function partOf(left: readonly OrderItem[], wanted: WantedItem, param: string): OrderItem {
  const { type = 'sku', parent, description, quantity = 1 } = wanted;
  const line = left.find(
    (one) =>
      one.type === type &&
      (parent === undefined || one.parent === parent) &&
      (description === undefined || one.description === description),
  );
  if (line === undefined || (type === 'sku' && parent === undefined)) {
    throw invalidRequest(`The order has no such line of the type ${type}.`, { param });
  }
  if (type === 'discount') {
    throw invalidRequest('Discounts go back with the goods that they are for.', { param });
  }
  if (line.quantity !== null && (quantity < 1 || quantity > line.quantity)) {
    throw invalidRequest(
      `Of the line ${line.parent}, ${line.quantity} can be returned, and ${quantity} shall be.`,
      { param: `${param}[quantity]` },
    );
  }
  const share = line.quantity === null ? line.amount : Math.floor((line.amount * quantity) / line.quantity);
  const { amount = share } = wanted;
  if (amount < 0 || amount > line.amount) {
    throw invalidRequest(`The amount to return (${amount}) must be at most what is left (${line.amount}).`, {
      param: `${param}[amount]`,
    });
  }
  return { ...line, amount, quantity: line.quantity === null ? null : quantity };
}

/** Refunds the charge of an order; one that was paid elsewhere, or for free, has none. */
function refundFor(call: Call, { charge: chargeId }: Order, amount: number): string | null {
  const paid = call.peek(charge, chargeId);
  if (paid === undefined || amount === 0) {
    return null;
  }
  checkRefundable(call, paid, amount);
  return refundCharge(call, paid, { amount }).id;
}
