/** How the goods of an order travel, and whom they go to. */
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { OrderItem } from '#sandbox/orders/objects/items.ts';
import type { Order } from '#sandbox/orders/objects/orders.ts';
import type { ShippingMethod } from '#sandbox/orders/objects/shipping.ts';
import { onlyNew } from './status.ts';

/** The line of a way for goods to travel. */
export function shippingItem({ id, amount, currency, description }: ShippingMethod): OrderItem {
  return { amount, currency, description, parent: id, quantity: null, type: 'shipping' };
}

/** What accounts offer that have no settings of their own. */
export function freeShipping(currency: string): ShippingMethod {
  return { id: 'ship_free-shipping', amount: 0, currency, description: 'Free shipping' };
}

/** A method's id is made of what it is called, as that of the free one is. */
export function methodOf({ amount, currency, description, parent }: OrderItem): ShippingMethod {
  const words = description
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return { id: parent ?? `ship_${words}`, amount, currency, description };
}

/** The lines of an order when its goods travel by another one of its methods. */
export function shippedBy({ items, shipping_methods }: Order, id: string): readonly OrderItem[] {
  const method = shipping_methods?.find((one) => one.id === id);
  if (method === undefined) {
    throw invalidRequest(`The order has no shipping method ${id}.`, { param: 'selected_shipping_method' });
  }
  return items.map((item) => (item.type === 'shipping' ? shippingItem(method) : item));
}

/** Whom goods go to can be changed until the order is paid; how they travel, once there is somebody they go to. */
export function shippingAfter(current: Order, given: object): Json {
  const shipping = given as Json;
  if (shipping['address'] !== undefined) {
    return showShipping(onlyNew(current) && shipping);
  }
  if (current.shipping === null) {
    throw invalidRequest('There is nothing to be sent in this order.', { param: 'shipping' });
  }
  return { ...current.shipping, ...shipping };
}

/** An address with all its fields. */
export function showShipping({ address = {}, carrier, name, phone, tracking_number }: Json): Json {
  const { city, country, line1, line2, postal_code, state } = address as Json;
  return {
    address: {
      city: city ?? null,
      country: country ?? null,
      line1: line1 ?? null,
      line2: line2 ?? null,
      postal_code: postal_code ?? null,
      state: state ?? null,
    },
    carrier: carrier ?? null,
    name: name ?? null,
    phone: phone ?? null,
    tracking_number: tracking_number ?? null,
  };
}
