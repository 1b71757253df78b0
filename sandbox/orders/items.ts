/** The lines of orders: goods, taxes, shipping and discounts, their total, and which part of them is returned. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type ItemType, type OrderItem, totalOf } from '#sandbox/orders/objects/items.ts';
import { product } from '#sandbox/orders/objects/products.ts';
import type { ShippingMethod } from '#sandbox/orders/objects/shipping.ts';
import { isInStock, type Sku, sku } from '#sandbox/orders/objects/skus.ts';
import { discountOn } from '#sandbox/payments/coupon-discount.ts';
import { redeemable } from '#sandbox/payments/coupons.ts';
import { coupon } from '#sandbox/payments/objects/coupons.ts';
import { freeShipping, methodOf, shippingItem } from './shipping.ts';

/** A line as a caller requests it. */
export interface WantedItem {
  readonly amount?: number;
  readonly currency?: string;
  readonly description?: string;
  readonly parent?: string;
  readonly quantity?: number;
  readonly type?: ItemType;
}

/** The initial contents of an order. */
export interface Basket {
  readonly items: readonly OrderItem[];
  /** Null if nothing is to be shipped. */
  readonly shipping_methods: readonly ShippingMethod[] | null;
}

/**
 * Creates the lines of a new order. Taxes and shipping are those of an account without settings of its own: included,
 * and free. Lines given by the caller replace them, and each shipping line becomes a method; both are our choice.
 * @throws {StripeError} when an item cannot be ordered, or the currencies differ
 */
export function basketOf(call: Call, currency: string, wanted: readonly WantedItem[]): Basket {
  const given = (type: ItemType) =>
    wanted
      .map((item, index) => ({ item, index }))
      .filter(({ item }) => (item.type ?? 'sku') === type)
      .map(({ item, index }) => ({ ...checkedItem(item, currency, index), param: `items[${index}]` }));
  const goods = given('sku').map((item) => goodsOf(call, currency, item));
  if (goods.length === 0) {
    throw invalidRequest('An order needs at least one item of the type sku.', { param: 'items' });
  }
  const taxes = given('tax').map((item) => lineOf('tax', currency, item));
  const discounts = given('discount').map((item) => lineOf('discount', currency, item));
  const methods = given('shipping').map((item) => methodOf(lineOf('shipping', currency, item)));
  const shipped = goods.some(({ shippable }) => shippable);
  const shipping_methods = shipped && methods.length === 0 ? [freeShipping(currency)] : methods;
  return {
    items: [
      ...goods.map(({ line }) => line),
      ...discounts,
      ...(taxes.length > 0 ? taxes : [lineOf('tax', currency, { amount: 0, description: TAX_INCLUDED })]),
      ...shipping_methods.slice(0, 1).map(shippingItem),
    ],
    shipping_methods: shipping_methods.length === 0 ? null : shipping_methods,
  };
}

/**
 * Returns the lines of an order with a new coupon, which reduces the price of the goods and replaces any coupon
 * before it.
 * @throws {StripeError} 400 when the coupon cannot be redeemed, is not a one-time coupon, or is in another currency
 */
export function withCoupon(
  call: Call,
  id: string,
  currency: string,
  items: readonly OrderItem[],
): readonly OrderItem[] {
  const applied = redeemable(call, id);
  if (applied.duration !== 'once' || (applied.currency ?? currency) !== currency) {
    throw invalidRequest(
      `The coupon ${id} cannot be applied to an order: it must be of the duration once, and in the currency ${currency}.`,
      { param: 'coupon' },
    );
  }
  call.change(coupon, applied, { times_redeemed: applied.times_redeemed + 1 });
  const others = items.filter(({ type, parent }) => type !== 'discount' || parent === null);
  const goods = others.filter(({ type }) => type === 'sku');
  const line: OrderItem = {
    amount: -discountOn(totalOf(goods), applied) || 0,
    currency,
    description: `Coupon ${id}`,
    parent: id,
    quantity: null,
    type: 'discount',
  };
  return [...goods, line, ...others.filter(({ type }) => type !== 'sku')];
}

/** Returns the SKUs of the goods lines with the quantities ordered. */
export function goodsIn(call: Call, items: readonly OrderItem[]): { of: Sku; quantity: number }[] {
  return items.flatMap(({ type, parent, quantity }) => {
    const of = type === 'sku' ? call.peek(sku, parent) : undefined;
    return of === undefined ? [] : [{ of, quantity: quantity ?? 0 }];
  });
}

/**
 * Checks that the goods can be sold now.
 * @throws {StripeError} when a SKU or its product is inactive, or there is not enough in stock
 */
export function checkGoods(call: Call, items: readonly OrderItem[]): void {
  const counts = new Map<Sku, number>();
  for (const { of, quantity } of goodsIn(call, items)) {
    counts.set(of, (counts.get(of) ?? 0) + quantity);
  }
  for (const [of, count] of counts) {
    if (!of.active) {
      throw invalidRequest(`The SKU ${of.id} is inactive and cannot be ordered.`, {
        code: 'sku_inactive',
        param: 'items',
      });
    }
    const { active, deactivate_on } = call.find(product, of.product);
    if (!active || deactivate_on.includes(call.account.platform?.application ?? '')) {
      throw invalidRequest(`The product ${of.product} is inactive and cannot be ordered.`, {
        code: 'product_inactive',
        param: 'items',
      });
    }
    if (!isInStock(of.inventory, count)) {
      throw invalidRequest(`The SKU ${of.id} is out of stock.`, { code: 'out_of_inventory', param: 'items' });
    }
  }
}

const TAX_INCLUDED = 'Taxes (included)';

/**
 * Checks a line's currency and amount. For an SKU, only the quantity is used: the seller's price applies, and some
 * libraries send an amount of 0 with every SKU.
 * @throws {StripeError} 400 naming what is wrong
 */
function checkedItem(item: WantedItem, currency: string, index: number): WantedItem {
  if ((item.type ?? 'sku') === 'sku') {
    return item;
  }
  if (item.currency !== undefined && item.currency !== currency) {
    throw invalidRequest(`All items must be in the currency of the order, ${currency}.`, {
      param: `items[${index}][currency]`,
    });
  }
  const isNegative = item.amount !== undefined && item.amount < 0;
  if (isNegative !== (item.type === 'discount') && item.amount !== undefined && item.amount !== 0) {
    throw invalidRequest('Only discounts have negative amounts, and they have no others.', {
      param: `items[${index}][amount]`,
    });
  }
  return item;
}

/** Returns the line of an SKU: its price times the quantity, in its currency, with the name of its product. */
function goodsOf(call: Call, currency: string, item: WantedItem & { param: string }) {
  const { parent, quantity = 1, param } = item;
  if (parent === undefined) {
    throw invalidRequest(`Missing required param: ${param}[parent].`, { param: `${param}[parent]` });
  }
  if (quantity < 1) {
    throw invalidRequest('Invalid positive integer', { param: `${param}[quantity]` });
  }
  const of = call.find(sku, parent, `${param}[parent]`);
  if (of.currency !== currency) {
    throw invalidRequest(
      `The SKU ${of.id} is sold in ${of.currency}, and the order is in ${currency}; all items must be in the currency of the order.`,
      { param: 'currency' },
    );
  }
  const { name, shippable } = call.find(product, of.product);
  const line: OrderItem = {
    amount: of.price * quantity,
    currency,
    description: name,
    parent: of.id,
    quantity,
    type: 'sku',
  };
  return { line, shippable };
}

const NAMES = { sku: 'Item', tax: 'Tax', shipping: 'Shipping', discount: 'Discount' };

function lineOf(type: ItemType, currency: string, item: WantedItem): OrderItem {
  return {
    amount: item.amount ?? 0,
    currency,
    description: item.description ?? NAMES[type],
    parent: item.parent ?? null,
    quantity: null,
    type,
  };
}
