/** Subscribes a customer through the customer itself: a plan can be sent when a customer is created or updated. */
import { subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { SubscriptionFields } from '#sandbox/payments/customer-billing.ts';
import { changeSubscription } from './change.ts';
import { subscribe } from './subscribe.ts';

/**
 * Subscribes a customer to the plan in the parameters, if any. If there is one subscription, its plan changes.
 * @throws {StripeError} 400 when there are several, or parameters of a plan come without one
 */
export function subscribeFromCustomerParams(call: Call, customer: string, fields: SubscriptionFields): void {
  const { plan, quantity, tax_percent, trial_end } = fields;
  const given = { quantity, tax_percent, trial_end };
  if (plan === undefined) {
    const [param] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
    if (param !== undefined) {
      throw invalidRequest(`Received unknown parameter: ${param}`, { param });
    }
    return;
  }
  const [only, ...others] = call.newest(subscription, { live_of: customer }, 2);
  if (others.length > 0) {
    throw invalidRequest(`Customer ${customer} has several subscriptions; name the one that is to change.`, {
      param: 'plan',
    });
  }
  if (only === undefined) {
    subscribe(call, { customer, plan, ...given });
  } else {
    changeSubscription(call, only, { plan, ...given });
  }
}
