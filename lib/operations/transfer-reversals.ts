/** Transfer reversals: https://stripe.com/docs/api/transfer_reversals as of 2016-07-06. */
import { amount, boolean, id, metadata, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { note, paging } from './shared.ts';

const transfer = required(id('tr', 'The transfer.'));
const reversal = required(id('trr', 'The reversal.'));

export const create = operation(
  'POST',
  '/v1/transfers/{id}/reversals',
  {
    description: 'Takes a transfer back, or a part of it; may be repeated until all of it is reversed.',
    returns: 'transfer_reversal',
  },
  {
    id: required(id('tr', 'The transfer to reverse; automatic transfers cannot be reversed.')),
    amount: amount('How much to take back. Default: all that is not reversed yet.'),
    description: note,
    metadata: metadata(),
    refund_application_fee: boolean('Whether to refund the application fee proportionally; Connect only.', {
      default: false,
    }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/transfers/{transfer}/reversals/{id}',
  { description: 'Retrieves a reversal of a transfer.', returns: 'transfer_reversal' },
  { transfer, id: reversal },
);

export const update = operation(
  'POST',
  '/v1/transfers/{transfer}/reversals/{id}',
  { description: 'Updates the description or metadata of a reversal.', returns: 'transfer_reversal' },
  { transfer, id: reversal, description: note, metadata: metadata() },
);

export const list = operation(
  'GET',
  '/v1/transfers/{id}/reversals',
  {
    description: 'Lists the reversals of a transfer, newest first.',
    returns: 'transfer_reversal',
    list: true,
  },
  { id: transfer, ...paging },
);
