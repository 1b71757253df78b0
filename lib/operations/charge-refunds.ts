/** Refunds by way of their charge: https://stripe.com/docs/api/refunds as of 2014-06-17. */
import { describe, id, metadata, required } from '#lib/parameters/parameters.ts';
import { alias, operation } from './operation.ts';
import * as refunds from './refunds.ts';

const superseded = 'Refunds are called by their own ids since August 2015.';
const charge = required(id('ch', 'The charge that was refunded.'));
const refund = required(id('re', 'The refund.'));

export const create = alias(refunds.create, '/v1/charges/{charge}/refunds', { deprecated: superseded });

export const retrieve = operation(
  'GET',
  '/v1/charges/{charge}/refunds/{refund}',
  { description: 'Retrieves a refund of a charge.', returns: 'refund', deprecated: superseded },
  { charge, refund },
);

export const update = operation(
  'POST',
  '/v1/charges/{charge}/refunds/{refund}',
  { description: 'Updates the metadata of a refund of a charge.', returns: 'refund', deprecated: superseded },
  { charge, refund, metadata: metadata() },
);

export const list = operation(
  'GET',
  '/v1/charges/{charge}/refunds',
  {
    description: 'Lists the refunds of a charge, newest first.',
    returns: 'refund',
    list: true,
    deprecated: superseded,
  },
  { ...refunds.list.parameters, charge: describe(charge, 'The charge whose refunds are listed.') },
);
