/** Refunds: https://stripe.com/docs/api/refunds as of 2016-07-06. */
import { operation } from './operation.ts';
import { amount, boolean, enumeration, id, metadata, required, since, text } from './parameters.ts';
import { paging } from './shared.ts';

const refund = required(id('re', 'The refund.'));

/** What may be said of a refund, besides the charge. */
export const refundFields = {
  amount: amount('How much to give back. Default: all that is not refunded yet.'),
  metadata: metadata(),
  reason: enumeration(['duplicate', 'fraudulent', 'requested_by_customer'], 'Why the charge is refunded.', {
    example: 'requested_by_customer',
  }),
  refund_application_fee: boolean(
    'Whether the application fee is given back too, in proportion; Connect only.',
    { default: false },
  ),
  refund_address: since(
    '2015-01-11',
    text('The Bitcoin address that the money goes back to; for payments by Bitcoin only.', {
      example: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    }),
  ),
  reverse_transfer: boolean(
    'Whether the transfer that the charge made is reversed too, in proportion; Connect only.',
    { default: false },
  ),
};

export const create = operation(
  'POST',
  '/v1/refunds',
  {
    description: 'Gives back a charge, or a part of it; may be repeated until all of it is refunded.',
    returns: 'refund',
  },
  { charge: required(id('ch', 'The charge to refund.')), ...refundFields },
);

export const retrieve = operation(
  'GET',
  '/v1/refunds/{refund}',
  { description: 'Retrieves a refund.', returns: 'refund' },
  { refund },
);

export const update = operation(
  'POST',
  '/v1/refunds/{refund}',
  { description: 'Updates the metadata of a refund.', returns: 'refund' },
  { refund, metadata: metadata() },
);

export const list = operation(
  'GET',
  '/v1/refunds',
  { description: 'Lists refunds, newest first.', returns: 'refund', list: true },
  { ...paging, charge: id('ch', 'Only refunds of this charge.') },
);
