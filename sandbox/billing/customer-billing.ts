/** Provides what billing does when a customer changes. */
import { provide } from '#sandbox/engine/port.ts';
import { customerBilling as port } from '#sandbox/payments/customer-billing.ts';
import { cancelNow } from './cancel.ts';
import { retryPastDue } from './collect.ts';
import { redeem, removeDiscount } from './discounts.ts';
import { discount } from './objects/discounts.ts';
import { subscription } from './objects/subscriptions.ts';
import { subscribeFromCustomerParams } from './subscribe-from-customer.ts';

export const customerBilling = provide(port, {
  redeem,
  subscribe: subscribeFromCustomerParams,
  retryPastDue,

  end(call, { id, discount: discountId }) {
    for (const live of call.all(subscription, { live_of: id })) {
      cancelNow(call, live);
    }
    const discounted = call.peek(discount, discountId);
    if (discounted !== undefined) {
      removeDiscount(call, discounted);
    }
  },
});
