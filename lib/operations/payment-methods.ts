/** Payment methods: https://docs.stripe.com/api/payment_methods as of 2026-10-28.endive. */
import { enumeration, id, required } from '#lib/parameters/parameters.ts';
import { operation, TODAY } from './operation.ts';
import { methodFields, methodType, methodUpdateFields } from './payment-method-fields.ts';
import { paging } from './shared.ts';

const paymentMethod = required(id('pm', 'The payment method.'));
const customer = required(id('cus', 'The customer whose payment method it is.'));

/** Which payment methods a list shows. */
const filters = {
  ...paging,
  allow_redisplay: enumeration(
    ['always', 'limited', 'unspecified'],
    'Only payment methods that say this of being shown again.',
  ),
  type: methodType,
};

export const create = operation(
  'POST',
  '/v1/payment_methods',
  {
    version: TODAY,
    description:
      'Creates a payment method from a card, or copies one of the platform to a connected account.',
    returns: 'payment_method',
  },
  {
    ...methodFields,
    customer: id('cus', 'The platform’s customer whose payment method is copied; Connect only.'),
    payment_method: id('pm', 'The platform’s payment method to copy; Connect only.'),
    type: methodType,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/payment_methods/{payment_method}',
  { version: TODAY, description: 'Retrieves a payment method.', returns: 'payment_method' },
  { payment_method: paymentMethod },
);

export const update = operation(
  'POST',
  '/v1/payment_methods/{payment_method}',
  {
    version: TODAY,
    description: 'Updates a payment method that is attached to a customer.',
    returns: 'payment_method',
  },
  { payment_method: paymentMethod, ...methodUpdateFields },
);

export const list = operation(
  'GET',
  '/v1/payment_methods',
  {
    version: TODAY,
    description: 'Lists the payment methods of a customer, newest first; without a customer, none.',
    returns: 'payment_method',
    list: true,
  },
  { ...filters, customer: id('cus', 'Only payment methods of this customer.') },
);

export const attach = operation(
  'POST',
  '/v1/payment_methods/{payment_method}/attach',
  { version: TODAY, description: 'Attaches a payment method to a customer.', returns: 'payment_method' },
  { payment_method: paymentMethod, customer: required(id('cus', 'The customer to attach it to.')) },
);

export const detach = operation(
  'POST',
  '/v1/payment_methods/{payment_method}/detach',
  {
    version: TODAY,
    description: 'Detaches a payment method from its customer for good.',
    returns: 'payment_method',
  },
  { payment_method: paymentMethod },
);

export const listOfCustomer = operation(
  'GET',
  '/v1/customers/{customer}/payment_methods',
  {
    version: TODAY,
    description: 'Lists the payment methods of a customer, newest first.',
    returns: 'payment_method',
    list: true,
  },
  { customer, ...filters },
);

export const retrieveOfCustomer = operation(
  'GET',
  '/v1/customers/{customer}/payment_methods/{payment_method}',
  { version: TODAY, description: 'Retrieves a payment method of a customer.', returns: 'payment_method' },
  { customer, payment_method: paymentMethod },
);
