/** Discounts: https://stripe.com/docs/api/discounts as of 2016-07-06. */
import { id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';

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

export const retrieveCustomerDiscount = operation(
  'GET',
  '/v1/customers/{customer}/discount',
  {
    description: 'Retrieves the discount of a customer.',
    returns: 'discount',
    deprecated: 'The customer shows it.',
  },
  { customer: required(id('cus', 'The customer.')) },
);

const superseded = 'Subscriptions are called by their own ids since May 2016.';
const ofCustomer = '/v1/customers/{customer}/subscriptions/{subscription}/discount';
const owned = {
  customer: required(id('cus', 'The customer whose subscription it is.')),
  subscription: required(id('sub', 'The subscription.')),
};

export const retrieveOfCustomersSubscription = operation(
  'GET',
  ofCustomer,
  {
    description: 'Retrieves the discount of a subscription of a customer.',
    returns: 'discount',
    deprecated: superseded,
  },
  owned,
);

export const deleteOfCustomersSubscription = operation(
  'DELETE',
  ofCustomer,
  {
    description: 'Takes the coupon off a subscription of a customer.',
    returns: 'discount',
    deprecated: superseded,
  },
  owned,
);
