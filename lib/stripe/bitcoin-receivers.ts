/** Bitcoin receivers: https://stripe.com/docs/api/bitcoin_receivers as of 2016-07-06. */
import { operation } from './operation.ts';
import { amount, boolean, currency, email, id, metadata, required } from './parameters.ts';
import { note, paging } from './shared.ts';

const retired = 'Stripe ended Bitcoin payments on 23 April 2018; nothing replaced receivers.';

export const create = operation(
  'POST',
  '/v1/bitcoin/receivers',
  {
    description:
      'Creates a Bitcoin address for a customer to pay to; its exchange rate holds for ten minutes.',
    returns: 'bitcoin_receiver',
    retired,
  },
  {
    amount: required(amount('How much shall be paid, in the smallest unit of the currency.')),
    currency: required(currency('The currency that the payment is converted to; usd only.')),
    description: note,
    email: email('The e-mail address of the customer.'),
    metadata: metadata(),
    refund_mispayments: boolean('Whether payments of a wrong amount are given back by themselves.', {
      default: false,
    }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/bitcoin/receivers/{id}',
  { description: 'Retrieves a Bitcoin receiver.', returns: 'bitcoin_receiver', retired },
  { id: required(id('btcrcv', 'The Bitcoin receiver.')) },
);

export const list = operation(
  'GET',
  '/v1/bitcoin/receivers',
  { description: 'Lists Bitcoin receivers, newest first.', returns: 'bitcoin_receiver', list: true, retired },
  {
    ...paging,
    active: boolean('Only receivers that can, or cannot, be paid to.'),
    filled: boolean('Only receivers that are, or are not, paid in full.'),
    uncaptured_funds: boolean('Only receivers that hold, or do not hold, funds not charged yet.'),
  },
);
