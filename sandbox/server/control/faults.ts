/** Control routes: faults, which make requests of an account fail. */
import { decimal, describe, enumeration, integer, required, text } from '#lib/parameters/parameters.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type Control, route } from './route.ts';

export const FAULTS: readonly Control[] = [
  route(
    'POST',
    '/faults',
    'Adds a fault, which makes requests of the account fail.',
    {
      kind: required(
        enumeration(['drop_before', 'drop_after', 'delay', 'error', 'cut'], 'What goes wrong.', {
          example: 'drop_after',
        }),
      ),
      status: describe(
        enumeration(['429', '500', '502', '503', '504'], 'The status of an `error`.'),
        'The status of an `error`; needed with it.',
      ),
      delay: integer('Milliseconds of a `delay`.', { min: 0, max: 60_000, example: 100 }),
      method: enumeration(['GET', 'POST', 'DELETE'], 'Only requests with this method.'),
      path: text('Only requests to this path; * stands for any part of it.', { example: '/v1/charges*' }),
      rate: decimal('Which share of the requests.', { min: 0, max: 1, default: 1, example: 0.5 }),
      count: integer('The maximum number of requests to hit. Default: no limit.', { min: 1 }),
      seed: text('The same seed hits the same requests.', { example: 'a' }),
    },
    ({ account }, { status, ...fault }) => {
      if (fault.kind === 'error' && status === undefined) {
        throw invalidRequest('Missing required param: status.', { param: 'status' });
      }
      account.faults.add({ ...fault, status: status === undefined ? undefined : Number(status) });
      return { armed: fault.kind };
    },
  ),
  route('GET', '/faults', 'Lists the faults and how many requests each one has hit.', {}, ({ account }) => ({
    data: account.faults.report,
  })),
  route('DELETE', '/faults', 'Removes all faults.', {}, ({ account }) => {
    account.faults.clear();
    return { deleted: true };
  }),
];
