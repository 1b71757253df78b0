/** Bitcoin receivers: https://stripe.com/docs/api/bitcoin_receivers as of 2016-07-06. */
import {
  amount,
  boolean,
  currency,
  email,
  id,
  metadata,
  required,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { note, paging } from './shared.ts';

/** When Stripe took Bitcoin out of service. */
export const BITCOIN_RETIRED = 'Stripe ended Bitcoin payments on 23 April 2018; nothing replaced receivers.';

export const create = operation(
  'POST',
  '/v1/bitcoin/receivers',
  {
    description:
      'Creates a Bitcoin address for a customer to pay to; its exchange rate holds for ten minutes.',
    returns: 'bitcoin_receiver',
    retired: BITCOIN_RETIRED,
  },
  {
    amount: required(amount('The amount to be paid, in the smallest unit of the currency.')),
    currency: required(currency('The currency that the payment is converted to; usd only.')),
    description: note,
    email: email('The e-mail address of the customer.'),
    metadata: metadata(),
    refund_mispayments: boolean('Whether to refund payments of a wrong amount automatically.', {
      default: false,
    }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/bitcoin/receivers/{id}',
  { description: 'Retrieves a Bitcoin receiver.', returns: 'bitcoin_receiver', retired: BITCOIN_RETIRED },
  { id: required(id('btcrcv', 'The Bitcoin receiver.')) },
);

const receiver = required(id('btcrcv', 'The Bitcoin receiver.'));
const refundAddress = text('The Bitcoin address for refunds.', {
  example: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
});

export const update = operation(
  'POST',
  '/v1/bitcoin/receivers/{id}',
  {
    description: 'Updates a Bitcoin receiver.',
    returns: 'bitcoin_receiver',
    retired: BITCOIN_RETIRED,
  },
  {
    id: receiver,
    description: note,
    email: unsettable(email('The e-mail address of the customer.')),
    metadata: metadata(),
    refund_address: unsettable(refundAddress),
  },
);

export const del = operation(
  'DELETE',
  '/v1/bitcoin/receivers/{id}',
  { description: 'Deletes a Bitcoin receiver.', returns: 'bitcoin_receiver', retired: BITCOIN_RETIRED },
  { id: receiver },
);

export const refund = operation(
  'POST',
  '/v1/bitcoin/receivers/{id}/refund',
  {
    description: 'Refunds what a Bitcoin receiver holds and was not charged.',
    returns: 'bitcoin_receiver',
    retired: BITCOIN_RETIRED,
  },
  { id: receiver, refund_address: refundAddress },
);

export const list = operation(
  'GET',
  '/v1/bitcoin/receivers',
  {
    description: 'Lists Bitcoin receivers, newest first.',
    returns: 'bitcoin_receiver',
    list: true,
    retired: BITCOIN_RETIRED,
  },
  {
    ...paging,
    active: boolean('Only receivers that can, or cannot, be paid to.'),
    filled: boolean('Only receivers that are, or are not, paid in full.'),
    uncaptured_funds: boolean('Only receivers that hold, or do not hold, funds not charged yet.'),
  },
);
