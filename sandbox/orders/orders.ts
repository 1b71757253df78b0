/** Orders of SKUs: creating, paying, shipping and returning them. */
import * as orders from '#lib/operations/orders.ts';
import type { TimeRange } from '#lib/operations/shared.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { isWithin } from '#sandbox/engine/lists.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { type OrderItem, totalOf } from '#sandbox/orders/objects/items.ts';
import { type Order, type OrderStatus, order } from '#sandbox/orders/objects/orders.ts';
import { sku } from '#sandbox/orders/objects/skus.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { basketOf, checkGoods, goodsIn, withCoupon } from './items.ts';
import { becomePaid } from './payments.ts';
import { returnItems } from './returns.ts';
import { shippedBy, shippingAfter, showShipping } from './shipping.ts';
import { onlyNew, reach } from './status.ts';

export const create = implement(orders.create, (call, parameters) => {
  const { coupon, currency, items: wanted = [], metadata } = parameters;
  const orderer =
    parameters.customer === undefined ? undefined : call.find(customer, parameters.customer, 'customer');
  const { items, shipping_methods } = basketOf(call, currency, wanted);
  checkGoods(call, items);
  const shipping = parameters.shipping ?? orderer?.shipping ?? null;
  if (shipping_methods !== null && shipping === null) {
    throw invalidRequest('Missing required param: shipping. Some of the items are to be sent.', {
      param: 'shipping',
    });
  }
  for (const { of } of goodsIn(call, items)) {
    call.change(sku, of, { ordered: true });
  }
  const made = call.create(order, {
    amount_returned: null,
    application: call.account.platform?.application ?? null,
    application_fee: null,
    charge: null,
    currency,
    customer: orderer?.id ?? null,
    email: parameters.email ?? orderer?.email ?? null,
    items: checkedTotal(coupon === undefined ? items : withCoupon(call, coupon, currency, items)),
    metadata: call.metadata(metadata),
    selected_shipping_method: shipping_methods?.[0]?.id ?? null,
    shipping: shipping === null ? null : showShipping(shipping as Json),
    shipping_methods,
    status: 'created',
    reached: {},
    updated: call.now,
  });
  call.announce('order.created', made);
  return made;
});

export const retrieve = implement(orders.retrieve, (call, { id }) => call.find(order, id, 'id'));

export const update = implement(orders.update, (call, parameters) => {
  const { id, coupon, metadata, selected_shipping_method: method, shipping, status } = parameters;
  const current = call.find(order, id, 'id');
  const items = method === undefined ? current.items : shippedBy(onlyNew(current), method);
  const reduced = coupon === undefined ? items : withCoupon(call, coupon, onlyNew(current).currency, items);
  const changed = call.change(order, current, {
    items: checkedTotal(reduced),
    metadata: call.metadata(metadata, current.metadata),
    selected_shipping_method: method,
    shipping: shipping && shippingAfter(current, shipping),
    updated: call.now,
  });
  const moved = status === undefined ? changed : moveTo(call, changed, status);
  call.announce('order.updated', moved);
  return moved;
});

/** `refunded` is the first name of `returned`. Orders here have no IDs from other shop systems. */
export const list = implement(
  orders.list,
  (call, { customer: customerId, ids, status, status_transitions: asked = {}, upstream_ids, ...paging }) => {
    const moments = Object.entries(asked) as [OrderStatus, number | TimeRange][];
    const isMeant = ({ reached }: Order) =>
      moments.every(([name, moment]) => reached[name] !== undefined && isWithin(reached[name], moment));
    return call.page(
      order,
      { ...paging, ids: upstream_ids === undefined ? ids : [] },
      { customer: customerId, status: status === 'refunded' ? 'returned' : status },
      moments.length === 0 ? undefined : isMeant,
    );
  },
);

/** The statuses that an order can be set to; `paid` is for orders that were paid elsewhere. */
const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  created: ['paid', 'canceled'],
  paid: ['fulfilled', 'canceled'],
  fulfilled: ['returned'],
  canceled: [],
  returned: [],
};

/** Since 2016-02-23, canceling or returning an order refunds what was paid for it. */
function moveTo(call: Call, current: Order, status: OrderStatus): Order {
  if (status === current.status) {
    return current;
  }
  if (!NEXT[current.status].includes(status)) {
    throw invalidRequest(`An order cannot go from the status ${current.status} to ${status}.`, {
      code: 'order_status_invalid',
      param: 'status',
    });
  }
  if (status === 'paid') {
    checkGoods(call, current.items);
    return becomePaid(call, current);
  }
  if (status === 'returned' || (status === 'canceled' && current.status === 'paid')) {
    returnItems(call, current);
    return call.find(order, current.id);
  }
  return reach(call, current, status);
}

/** @throws {StripeError} 400 when the discounts exceed everything else */
function checkedTotal(items: readonly OrderItem[]): readonly OrderItem[] {
  if (totalOf(items) < 0) {
    throw invalidRequest('The discounts of an order cannot be greater than its price.', { param: 'items' });
  }
  return items;
}
