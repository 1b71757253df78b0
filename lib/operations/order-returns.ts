/** Order returns: https://stripe.com/docs/api/order_returns as of 2016-07-06. */
import { id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, ORDERS_RETIRED as retired, timeFilter } from './shared.ts';

export const retrieve = operation(
  'GET',
  '/v1/order_returns/{id}',
  { description: 'Retrieves an order return.', returns: 'order_return', retired },
  { id: required(id('orret', 'The order return.')) },
);

export const list = operation(
  'GET',
  '/v1/order_returns',
  { description: 'Lists order returns, newest first.', returns: 'order_return', list: true, retired },
  {
    ...paging,
    created: timeFilter('Only returns made then.'),
    order: id('or', 'Only returns of this order.'),
  },
);
