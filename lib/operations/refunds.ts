/** Refunds: https://stripe.com/docs/api/refunds as of 2016-07-06. */
import { createRefund } from '#lib/operations/bridges/refunds/create.ts';
import { retrieveRefund } from '#lib/operations/bridges/refunds/retrieve.ts';
import { id, metadata, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { refundFields } from './refund-fields.ts';
import { paging } from './shared.ts';

const refund = required(id('re', 'The refund.'));

export const createParameters = { charge: required(id('ch', 'The charge to refund.')), ...refundFields };

export const create = operation(
  'POST',
  '/v1/refunds',
  {
    description: 'Gives back a charge, or a part of it; may be repeated until all of it is refunded.',
    returns: 'refund',
    additions: {
      charge: id('ch', 'The charge to refund.'),
      payment_intent: id('pi', 'The payment intent whose charge is to be refunded.'),
    },
    bridge: createRefund,
  },
  createParameters,
);

export const retrieveParameters = { refund };

export const retrieve = operation(
  'GET',
  '/v1/refunds/{refund}',
  { description: 'Retrieves a refund.', returns: 'refund', bridge: retrieveRefund },
  retrieveParameters,
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
  {
    description: 'Lists refunds, newest first.',
    returns: 'refund',
    list: true,
    additions: { payment_intent: id('pi', 'Only refunds of this payment intent.') },
  },
  { ...paging, charge: id('ch', 'Only refunds of this charge.') },
);
