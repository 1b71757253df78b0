/** The statuses of orders. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type Order, type OrderStatus, order } from '#sandbox/orders/objects/orders.ts';

/** Sets the status of an order and notes the time. */
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

/** Rejects an order that was paid or canceled. */
export function onlyNew(current: Order): Order {
  if (current.status !== 'created') {
    throw invalidRequest(`This order is ${current.status} already; only a new one can be changed or paid.`, {
      code: 'order_status_invalid',
      param: 'id',
    });
  }
  return current;
}
