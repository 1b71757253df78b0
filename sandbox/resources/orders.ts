/** Orders of SKUs: they are made, paid, sent, and sometimes returned. */
import * as orders from '#lib/stripe/orders.ts';
import type { TimeRange } from '#lib/stripe/shared.ts';
import type { Call } from '../call.ts';
import { implement, type Json, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import {
  basketOf,
  checkGoods,
  goodsIn,
  type OrderItem,
  showItem,
  totalOf,
  withCoupon,
} from '../order-items.ts';
import { type ShippingMethod, shippedBy, shippingAfter, showShipping } from '../order-shipping.ts';
import { isWithin } from '../pagination.ts';
import { customer } from './customers.ts';
import { becomePaid } from './order-payments.ts';
import { orderReturn, returnItems } from './order-returns.ts';
import { sku } from './skus.ts';

export type OrderStatus = 'created' | 'paid' | 'canceled' | 'fulfilled' | 'returned';

/** An order as it is kept. */
export interface Order extends Stored {
  readonly object: 'order';
  readonly created: number;
  readonly amount_returned: number | null;
  /** That of the platform of the account; `ca_…` */
  readonly application: string | null;
  readonly application_fee: number | null;
  readonly charge: string | null;
  readonly currency: string;
  readonly customer: string | null;
  readonly email: string | null;
  readonly items: readonly OrderItem[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly selected_shipping_method: string | null;
  readonly shipping: Json | null;
  readonly shipping_methods: readonly ShippingMethod[] | null;
  readonly status: OrderStatus;
  /** When it reached each status. */
  readonly reached: Readonly<Partial<Record<OrderStatus, number>>>;
  readonly updated: number;
}

export const order = resource<Order>('order', {
  id: { prefix: 'or', length: 24 },
  indexes: { customer: ({ customer }) => customer, status: ({ status }) => status },
  expandable: { charge: 'charge', customer: 'customer' },
  render: (order, view) => ({
    id: order.id,
    object: 'order',
    amount: totalOf(order.items),
    amount_returned: order.amount_returned,
    application: order.application,
    application_fee: order.application_fee,
    charge: order.charge,
    created: order.created,
    currency: order.currency,
    customer: order.customer,
    email: order.email,
    items: order.items.map(showItem),
    livemode: false,
    metadata: { ...order.metadata },
    returns: view.sublist(orderReturn, { order: order.id }, `/v1/order_returns?order=${order.id}`),
    selected_shipping_method: order.selected_shipping_method,
    shipping: order.shipping,
    shipping_methods:
      order.shipping_methods?.map(({ id, amount, currency, description }) => ({
        id,
        amount,
        currency,
        delivery_estimate: null,
        description,
      })) ?? null,
    status: order.status,
    status_transitions: showTransitions(order),
    updated: order.updated,
  }),
});

/** The lines of orders are kept within them; this says what their parents can be expanded to. */
export const orderItem = resource<Stored>('order_item', {
  expandable: { parent: ['sku', 'coupon'] },
  render: (item) => ({ ...item }),
});

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

/** `refunded` is what `returned` was called at first; orders have no ids of other shop systems here. */
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

/** To which statuses an order can be moved by hand; `paid` so when it was paid elsewhere. */
const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  created: ['paid', 'canceled'],
  paid: ['fulfilled', 'canceled'],
  fulfilled: ['returned'],
  canceled: [],
  returned: [],
};

/** Since 2016-02-23 what was paid for a canceled or returned order is refunded by itself. */
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

/** Gives an order a status, and notes when. */
export function reach(call: Call, { reached, ...current }: Order, status: OrderStatus): Order {
  return call.change(
    order,
    { reached, ...current },
    {
      status,
      reached: { ...reached, [status]: call.now },
      updated: call.now,
    },
  );
}

/** Refuses an order that was paid or canceled. */
export function onlyNew(current: Order): Order {
  if (current.status !== 'created') {
    throw invalidRequest(`This order is ${current.status} already; only a new one can be changed or paid.`, {
      code: 'order_status_invalid',
      param: 'id',
    });
  }
  return current;
}

/** @throws {StripeError} 400 when the discounts come to more than everything else */
function checkedTotal(items: readonly OrderItem[]): readonly OrderItem[] {
  if (totalOf(items) < 0) {
    throw invalidRequest('The discounts of an order cannot be greater than its price.', { param: 'items' });
  }
  return items;
}

/** `fulfiled` is how the API spells it. */
function showTransitions({ reached }: Order): Json | null {
  return Object.keys(reached).length === 0
    ? null
    : {
        canceled: reached.canceled ?? null,
        fulfiled: reached.fulfilled ?? null,
        paid: reached.paid ?? null,
        returned: reached.returned ?? null,
      };
}
