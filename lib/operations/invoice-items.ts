/** Invoice items: https://stripe.com/docs/api/invoiceitems as of 2016-07-06. */
import {
  boolean,
  currency,
  describe,
  id,
  metadata,
  required,
  signedAmount,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { note, paging, timeFilter } from './shared.ts';

const invoiceitem = required(id('ii', 'The invoice item.'));
const amount = signedAmount(
  'The amount of the item, in the smallest currency unit; a negative amount is a credit.',
  { example: 1000 },
);
const discountable = boolean(
  'Whether coupons reduce it. Default: false for prorations and credits, true for all others.',
);
const description = describe(note, 'The description of the item on the invoice.');

export const create = operation(
  'POST',
  '/v1/invoiceitems',
  { description: 'Adds an item to a customer’s next invoice, or to an open one.', returns: 'invoiceitem' },
  {
    amount: required(amount),
    currency: required(currency('The currency of the amount.')),
    customer: required(id('cus', 'The customer who is billed.')),
    description,
    discountable,
    invoice: id(
      'in',
      'An invoice that is neither paid, attempted nor closed. Default: the next scheduled one.',
    ),
    metadata: metadata(),
    subscription: id('sub', 'Bills it with this subscription only. Default: the next scheduled invoice.'),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/invoiceitems/{invoiceitem}',
  { description: 'Retrieves an invoice item.', returns: 'invoiceitem' },
  { invoiceitem },
);

export const update = operation(
  'POST',
  '/v1/invoiceitems/{invoiceitem}',
  { description: 'Updates an invoice item; only before its invoice is closed.', returns: 'invoiceitem' },
  { invoiceitem, amount, description, discountable, metadata: metadata() },
);

export const del = operation(
  'DELETE',
  '/v1/invoiceitems/{invoiceitem}',
  { description: 'Removes an invoice item; only before its invoice is closed.', returns: 'invoiceitem' },
  { invoiceitem },
);

export const list = operation(
  'GET',
  '/v1/invoiceitems',
  { description: 'Lists invoice items, newest first.', returns: 'invoiceitem', list: true },
  {
    ...paging,
    created: timeFilter('Only items made then.'),
    customer: id('cus', 'Only items of this customer.'),
  },
);
