/** Application fees: https://stripe.com/docs/api/application_fees as of 2016-07-06. */
import { amount, id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, timeFilter } from './shared.ts';

export const retrieve = operation(
  'GET',
  '/v1/application_fees/{id}',
  { description: 'Retrieves a fee that the platform took of a charge.', returns: 'application_fee' },
  { id: required(id('fee', 'The application fee.')) },
);

export const list = operation(
  'GET',
  '/v1/application_fees',
  {
    description: 'Lists the fees that the platform took, newest first.',
    returns: 'application_fee',
    list: true,
  },
  {
    ...paging,
    charge: id('ch', 'Only fees of this charge.'),
    created: timeFilter('Only fees taken then.'),
  },
);

export const refund = operation(
  'POST',
  '/v1/application_fees/{id}/refund',
  {
    description: 'Gives back an application fee, or a part of it, and shows the fee as it is then.',
    returns: 'application_fee',
    deprecated: 'Refunds of application fees are objects of their own since 2014-07-26; create one instead.',
  },
  {
    id: required(id('fee', 'The application fee to refund.')),
    amount: amount('The amount to refund. Default: everything that has not been refunded yet.'),
  },
);
