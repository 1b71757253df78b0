/** Discounts: https://stripe.com/docs/api/discounts as of 2016-07-06. */
import { operation } from './operation.ts';
import { id, required } from './parameters.ts';

export const deleteCustomerDiscount = operation(
  'DELETE',
  '/v1/customers/{customer}/discount',
  { description: 'Takes the coupon off a customer.', returns: 'discount' },
  { customer: required(id('cus', 'The customer.')) },
);

export const deleteSubscriptionDiscount = operation(
  'DELETE',
  '/v1/subscriptions/{subscription}/discount',
  { description: 'Takes the coupon off a subscription.', returns: 'discount' },
  { subscription: required(id('sub', 'The subscription.')) },
);
