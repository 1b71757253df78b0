/** Order returns: goods that come back or were never sent, and their refunds. */
import * as orderReturns from '#lib/operations/order-returns.ts';
import * as orders from '#lib/operations/orders.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type OrderItem, totalOf } from '#sandbox/orders/objects/items.ts';
import { type Order, order } from '#sandbox/orders/objects/orders.ts';
import { type OrderReturn, orderReturn } from '#sandbox/orders/objects/returns.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import { checkRefundable, refundCharge } from '#sandbox/payments/refunds.ts';
import { goodsIn, type WantedItem } from './items.ts';
import { takeFromStock } from './skus.ts';
import { reach } from './status.ts';

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
 * Returns some or all remaining lines of an order and refunds them. When no goods are left, the order becomes
 * `returned` if it was shipped, otherwise `canceled`. Goods that were never shipped go back into stock; that is our
 * choice.
 * @throws {StripeError} when the order was not paid, or less is left than is to be returned
 */
export function returnItems(call: Call, current: Order, wanted?: readonly WantedItem[]): OrderReturn {
  if (current.status !== 'paid' && current.status !== 'fulfilled') {
    throw invalidRequest(
      `Only an order that is paid or fulfilled can be returned; this one is ${current.status}.`,
      { code: 'order_status_invalid', param: 'id' },
    );
  }
  const left = leftOf(call, current);
  const items = wanted === undefined || wanted.length === 0 ? left : chosen(left, wanted);
  const amount = totalOf(items);
  const made = call.create(orderReturn, {
    currency: current.currency,
    items,
    order: current.id,
    refund: refundFor(call, current, amount),
  });
  if (current.status === 'paid') {
    for (const { of, quantity } of goodsIn(call, items)) {
      takeFromStock(call, of.id, -quantity);
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

/** Returns what is left of each line of an order, in the order of its lines. */
function leftOf(call: Call, { id, items }: Order): readonly OrderItem[] {
  const left = [...items];
  for (const returned of call.all(orderReturn, { order: id }).flatMap((one) => one.items)) {
    // Two lines may have the same SKU. The first one with enough left is used, as it was when the items were
    // returned.
    const index = left.findIndex((line) => isSame(line, returned) && covers(line, returned));
    left[index] = without(left[index]!, returned);
  }
  return left;
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

function covers(line: OrderItem, part: OrderItem): boolean {
  return Math.abs(line.amount) >= Math.abs(part.amount) && (line.quantity ?? 0) >= (part.quantity ?? 0);
}

function countOf(items: readonly OrderItem[]): number {
  return items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
}

/** Returns the lines that the caller names, with their share of the discounts. */
function chosen(left: readonly OrderItem[], wanted: readonly WantedItem[]): readonly OrderItem[] {
  const parts = wanted.map((one, index) => partOf(left, one, `items[${index}]`));
  if (new Set(parts.map(({ line }) => line)).size < parts.length) {
    throw invalidRequest('Each line can be returned only once in a return.', { param: 'items' });
  }
  const items = parts.map(({ item }) => item);
  const discounts = discountsFor(left, items);
  const all = [...parts, ...discounts].sort((a, b) => a.line - b.line).map(({ item }) => item);
  if (totalOf(all) > totalOf(left)) {
    throw invalidRequest(
      `What is to be returned comes to ${totalOf(all)}, and only ${totalOf(left)} is left of what was paid.`,
      { param: 'items' },
    );
  }
  return all;
}

/** Part of a line, and the index of that line in the order. */
interface Part {
  readonly line: number;
  readonly item: OrderItem;
}

/**
 * The share of the discounts that belongs to some goods; together at most the price of the items, so that nothing is
 * owed.
 */
function discountsFor(left: readonly OrderItem[], items: readonly OrderItem[]): Part[] {
  const [goods, goodsLeft] = [totalOf(items, 'sku'), totalOf(left, 'sku')];
  let most = totalOf(items);
  return left.flatMap((discount, line) => {
    if (discount.type !== 'discount') {
      return [];
    }
    const share = goodsLeft === 0 ? 0 : Math.floor((-discount.amount * goods) / goodsLeft);
    const taken = Math.min(share, most);
    most -= taken;
    return [{ line, item: { ...discount, amount: -taken || 0 } }];
  });
}

/**
 * Returns the part of a line that is to be returned: by default one of an SKU, and all of any other line. An SKU is
 * returned at the price that was paid for it.
 * @throws {StripeError} 400 when there is no such line, or less of it is left
 */
function partOf(left: readonly OrderItem[], wanted: WantedItem, param: string): Part {
  const { type = 'sku', parent, description, quantity = 1 } = wanted;
  const isMeant = (one: OrderItem) =>
    one.type === type &&
    (parent === undefined || one.parent === parent) &&
    (type === 'sku' || description === undefined || one.description === description);
  const hasEnough = (one: OrderItem) =>
    one.quantity === null ? one.amount >= (wanted.amount ?? 1) : one.quantity >= quantity;
  const enough = left.findIndex((one) => isMeant(one) && hasEnough(one));
  const index = enough === -1 ? left.findLastIndex(isMeant) : enough;
  const line = left[index];
  if (line === undefined || (type === 'sku' && parent === undefined)) {
    throw invalidRequest(`The order has no such line of the type ${type}.`, { param });
  }
  if (type === 'discount') {
    throw invalidRequest('Discounts go back with the goods that they are for.', { param });
  }
  if (line.quantity === null) {
    const { amount = line.amount } = wanted;
    if (amount < 0 || amount > line.amount) {
      throw invalidRequest(
        `The amount to return (${amount}) must be at most what is left (${line.amount}).`,
        {
          param: `${param}[amount]`,
        },
      );
    }
    return { line: index, item: { ...line, amount } };
  }
  if (quantity < 1 || quantity > line.quantity) {
    throw invalidRequest(
      `Of the line ${line.parent}, ${line.quantity} can be returned, and ${quantity} shall be.`,
      { param: `${param}[quantity]` },
    );
  }
  const amount = (line.amount / line.quantity) * quantity;
  if (wanted.amount !== undefined && wanted.amount !== amount) {
    throw invalidRequest(
      `The amount of an SKU is what was paid for it: ${amount} for ${quantity} of ${line.parent}, not ${wanted.amount}.`,
      { param: `${param}[amount]` },
    );
  }
  return { line: index, item: { ...line, amount, quantity } };
}

/** Refunds the charge of an order. An order that was paid elsewhere, or cost nothing, has no charge. */
function refundFor(call: Call, { charge: chargeId }: Order, amount: number): string | null {
  const paid = call.peek(charge, chargeId);
  if (paid === undefined || amount === 0) {
    return null;
  }
  checkRefundable(call, paid, amount);
  return refundCharge(call, paid, { amount }).id;
}
