/** Refunds of application fees: https://stripe.com/docs/api/fee_refunds as of 2016-07-06. */
import { amount, id, metadata, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';

const fee = required(id('fee', 'The application fee.'));
const refund = required(id('fr', 'The refund.'));

export const create = operation(
  'POST',
  '/v1/application_fees/{id}/refunds',
  {
    description: 'Gives back an application fee, or a part of it; may be repeated until all is refunded.',
    returns: 'fee_refund',
  },
  {
    id: required(id('fee', 'The application fee to refund.')),
    amount: amount('The amount to refund. Default: everything that has not been refunded yet.'),
    metadata: metadata(),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/application_fees/{fee}/refunds/{id}',
  { description: 'Retrieves a refund of an application fee.', returns: 'fee_refund' },
  { fee, id: refund },
);

export const update = operation(
  'POST',
  '/v1/application_fees/{fee}/refunds/{id}',
  { description: 'Updates the metadata of a refund of an application fee.', returns: 'fee_refund' },
  { fee, id: refund, metadata: metadata() },
);

export const list = operation(
  'GET',
  '/v1/application_fees/{id}/refunds',
  {
    description: 'Lists the refunds of an application fee, newest first.',
    returns: 'fee_refund',
    list: true,
  },
  { id: fee, ...paging },
);
