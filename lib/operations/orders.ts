/** Orders: https://stripe.com/docs/api/orders as of 2016-07-06. */
import {
  currency,
  describe,
  either,
  email,
  enumeration,
  id,
  integer,
  list as listOf,
  metadata,
  object,
  required,
  signedAmount,
  text,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import {
  coupon as couponId,
  paging,
  ORDERS_RETIRED as retired,
  shipping,
  shippingAddress,
  timeFilter,
  trackingFields,
} from './shared.ts';
import { payingWith } from './source-fields.ts';

const order = required(id('or', 'The order.'));
/** An SKU that was ordered before, so it cannot be deleted. */
const exampleSku = 'sku_14zjOR2eZvKYlo2C';
const coupon = describe(
  couponId,
  'A coupon to apply; of duration once, and a fixed amount only in the order’s currency.',
);
const ids = (description: string) =>
  listOf(id('or', 'An id.'), description, { example: ['or_18tVaP2eZvKYlo2CP5mgybEM'] });

const itemFields = {
  description: text('The description of the line; for an SKU, the name of its product.', {
    example: 'T-shirt',
  }),
  parent: id('sku', 'The SKU; for other types of lines, the object that it stems from.'),
  quantity: integer('How many.', { min: 0, default: 1 }),
  type: enumeration(['sku', 'tax', 'shipping', 'discount'], 'The type of the line. Default: sku.'),
};

const items = listOf(
  object(
    {
      amount: signedAmount(
        'The price of a tax, shipping or discount line, in the smallest unit; an SKU costs its price times the quantity.',
        { example: 1500 },
      ),
      ...itemFields,
      currency: currency('The currency of the line; that of the order.'),
    },
    'A line of the order.',
  ),
  'The lines of the order, all in its currency.',
  { example: [{ type: 'sku', parent: exampleSku, quantity: 2 }] },
);

const returnedItems = listOf(
  object(
    {
      amount: signedAmount(
        'How much of a tax or shipping line to return, in the smallest unit; an SKU goes back at the price that was paid. Default: all that is left.',
        { example: 1500 },
      ),
      ...itemFields,
    },
    'A line to return.',
  ),
  'The lines to return. Default: all of them.',
  { example: [{ type: 'sku', parent: exampleSku }] },
);

export const create = operation(
  'POST',
  '/v1/orders',
  { description: 'Creates an order of SKUs.', returns: 'order', retired },
  {
    coupon,
    currency: required(currency('The currency of the order and all its lines.')),
    customer: id('cus', 'The customer who orders and is charged; its e-mail address and shipping are used.'),
    email: email('The e-mail address of the customer.'),
    items,
    metadata: metadata(),
    shipping: describe(
      shippingAddress,
      'The recipient and the address; required if any of the goods are shippable.',
    ),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/orders/{id}',
  { description: 'Retrieves an order.', returns: 'order', retired },
  { id: order },
);

export const update = operation(
  'POST',
  '/v1/orders/{id}',
  { description: 'Updates an order, or moves it to another status.', returns: 'order', retired },
  {
    id: order,
    coupon,
    metadata: metadata(),
    selected_shipping_method: id('ship', 'One of the order’s shipping methods; changes its amount.', {
      example: 'ship_free-shipping',
    }),
    shipping: either(
      object(
        {
          carrier: required(trackingFields.carrier),
          tracking_number: required(trackingFields.tracking_number),
        },
        'How it travels.',
      ),
      shipping,
      'The tracking details once the goods are sent, or the recipient and the address.',
    ),
    status: enumeration(
      ['created', 'paid', 'canceled', 'fulfilled', 'returned'],
      'The new status of the order. Canceled and returned orders are refunded.',
      { example: 'fulfilled' },
    ),
  },
);

export const pay = operation(
  'POST',
  '/v1/orders/{id}/pay',
  { description: 'Pays an order.', returns: 'order', retired },
  {
    id: order,
    application_fee: integer('The platform’s fee, in the smallest currency unit; Connect only.', {
      min: 0,
      example: 50,
    }),
    customer: id('cus', 'The customer to charge, if not that of the order.'),
    email: email('The e-mail address of the customer; required if the order has none.'),
    metadata: metadata(),
    ...payingWith(
      'What to charge: a token, a card dictionary, or with `customer` the id of one of its sources.',
    ),
  },
);

export const createReturn = operation(
  'POST',
  '/v1/orders/{id}/returns',
  {
    description: 'Returns an order that was paid or fulfilled, or some of its lines, and refunds them.',
    returns: 'order_return',
    retired,
  },
  {
    id: describe(order, 'The order that was paid.', { example: 'or_14zjPD2eZvKYlo2C' }),
    items: returnedItems,
  },
);

export const list = operation(
  'GET',
  '/v1/orders',
  { description: 'Lists orders, newest first.', returns: 'order', list: true, retired },
  {
    ...paging,
    created: timeFilter('Only orders made then.'),
    customer: id('cus', 'Only orders of this customer.'),
    ids: ids('Only orders with these ids.'),
    status: enumeration(
      ['created', 'paid', 'fulfilled', 'refunded', 'canceled', 'returned'],
      'Only orders in this state.',
      { example: 'paid' },
    ),
    status_transitions: object(
      {
        canceled: timeFilter('When it was canceled.'),
        fulfilled: timeFilter('When it was fulfilled.'),
        paid: timeFilter('When it was paid.'),
        returned: timeFilter('When it was returned.'),
      },
      'Only orders that reached these states then.',
      { example: { paid: { gte: 1467763200 } } },
    ),
    upstream_ids: ids('Only orders with these ids in another shop system.'),
  },
);
