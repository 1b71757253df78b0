/** Payments of orders. */
import * as orders from '#lib/operations/orders.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { totalOf } from '#sandbox/orders/objects/items.ts';
import { type Order, order } from '#sandbox/orders/objects/orders.ts';
import { sourceOf, sourceOfCustomer } from '#sandbox/payments/charges.ts';
import { declineError, makeCharge } from '#sandbox/payments/charging.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import type { SourceParameter } from '#sandbox/payments/tokens.ts';
import { checkGoods, goodsIn } from './items.ts';
import { takeFromStock } from './skus.ts';
import { onlyNew, reach } from './status.ts';

export const pay = implement(orders.pay, (call, parameters) => {
  const { id, application_fee, metadata, source } = parameters;
  const current = onlyNew(call.find(order, id, 'id'));
  const payerId = parameters.customer ?? (source === undefined ? current.customer : null);
  const payer = payerId === null ? undefined : call.find(customer, payerId, 'customer');
  const email = payer?.email ?? parameters.email ?? current.email;
  if (email === null) {
    throw invalidRequest('Missing required param: email. The order does not have one.', { param: 'email' });
  }
  checkGoods(call, current.items);
  const prepared = call.change(order, current, {
    application_fee,
    email,
    metadata: call.metadata(metadata, current.metadata),
  });
  const charge = chargeFor(call, prepared, payer, source);
  const paid = becomePaid(call, call.change(order, prepared, { charge }));
  call.announce('order.payment_succeeded', paid);
  call.announce('order.updated', paid);
  return paid;
});

/** Marks an order as paid and takes its goods out of stock. */
export function becomePaid(call: Call, current: Order): Order {
  for (const { of, quantity } of goodsIn(call, current.items)) {
    takeFromStock(call, of.id, quantity);
  }
  return reach(call, current, 'paid');
}

/** Charges the price of an order; an order that costs nothing is paid without a charge. */
function chargeFor(
  call: Call,
  current: Order,
  payer: Customer | undefined,
  source: SourceParameter | undefined,
): string | null {
  const amount = totalOf(current.items);
  if (amount === 0) {
    return null;
  }
  const made = makeCharge(call, {
    amount,
    application_fee: current.application_fee,
    currency: current.currency,
    customer: payer?.id ?? null,
    order: current.id,
    shipping: current.shipping ?? undefined,
    source: payer === undefined ? sourceOf(call, source) : sourceOfCustomer(call, payer, source),
  });
  if (!made.paid) {
    call.announce('order.payment_failed', current);
    throw declineError(made);
  }
  return made.id;
}
