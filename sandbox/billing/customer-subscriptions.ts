/** Finds the subscriptions of a customer. */

import { isLive, type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';

/** Finds a subscription of a customer; those of other customers are not found. */
export function ofCustomer(call: Call, owner: string, id: string): Subscription {
  call.find(customer, owner);
  const found = call.peek(subscription, id);
  return found?.customer === owner ? found : notOfCustomer(owner, id);
}

export function liveOfCustomer(call: Call, owner: string, id: string): Subscription {
  const found = ofCustomer(call, owner, id);
  return isLive(found) ? found : notOfCustomer(owner, id);
}

function notOfCustomer(owner: string, id: string): never {
  throw invalidRequest(`Customer ${owner} does not have a subscription with ID ${id}`, {
    param: 'subscription',
    status: 404,
  });
}
