/** Orders: what is stored, and how they are rendered. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';
import { type OrderItem, showItem, totalOf } from './items.ts';
import { orderReturn } from './returns.ts';
import type { ShippingMethod } from './shipping.ts';

export type OrderStatus = 'created' | 'paid' | 'canceled' | 'fulfilled' | 'returned';

/** A stored order. */
export interface Order extends Stored {
  readonly object: 'order';
  readonly created: number;
  readonly amount_returned: number | null;
  /** The application of the account's platform, `ca_…`. */
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
  /** When the order reached each status, in Unix seconds. */
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

/** Order items are stored within their orders; this declares what their parents expand to. */
export const orderItem = resource<Stored>('order_item', {
  expandable: { parent: ['sku', 'coupon'] },
  render: (item) => ({ ...item }),
});

/** `fulfiled` is the API's spelling. */
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
