/** How an order is shipped, and to whom. */
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { OrderItem } from '#sandbox/orders/objects/items.ts';
import type { Order } from '#sandbox/orders/objects/orders.ts';
import type { ShippingMethod } from '#sandbox/orders/objects/shipping.ts';
import { onlyNew } from './status.ts';

/** Returns the line of a shipping method. */
export function shippingItem({ id, amount, currency, description }: ShippingMethod): OrderItem {
  return { amount, currency, description, parent: id, quantity: null, type: 'shipping' };
}

/** The shipping method of accounts without settings of their own. */
export function freeShipping(currency: string): ShippingMethod {
  return { id: 'ship_free-shipping', amount: 0, currency, description: 'Free shipping' };
}

/** Makes a method of a shipping line. Its ID derives from its name, like that of the free method. */
export function methodOf({ amount, currency, description, parent }: OrderItem): ShippingMethod {
  const words = description
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return { id: parent ?? `ship_${words}`, amount, currency, description };
}

/** Returns the lines of an order with another of its shipping methods. */
export function shippedBy({ items, shipping_methods }: Order, id: string): readonly OrderItem[] {
  const method = shipping_methods?.find((one) => one.id === id);
  if (method === undefined) {
    throw invalidRequest(`The order has no shipping method ${id}.`, { param: 'selected_shipping_method' });
  }
  return items.map((item) => (item.type === 'shipping' ? shippingItem(method) : item));
}

/**
 * Applies a change of shipping details. The recipient can be changed until the order is paid; the carrier and
 * tracking number only if there is a recipient.
 */
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

/** Renders shipping details, with all fields of the address. */
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
