/** Events: https://stripe.com/docs/api/events as of 2016-07-06. */
import { listEvents, retrieveEvent } from '#lib/operations/bridges/events/read.ts';
import { id, list as listOf, required, text } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, timeFilter } from './shared.ts';

const name = { example: 'charge.succeeded' };

export const retrieve = operation(
  'GET',
  '/v1/events/{id}',
  {
    description: 'Retrieves an event; Stripe keeps events for 30 days.',
    returns: 'event',
    bridge: retrieveEvent,
  },
  { id: required(id('evt', 'The event.')) },
);

export const list = operation(
  'GET',
  '/v1/events',
  {
    description: 'Lists events of the last 30 days, newest first.',
    returns: 'event',
    list: true,
    bridge: listEvents,
  },
  {
    ...paging,
    created: timeFilter('Only events of that time.'),
    type: text('Only events of this name; * stands for any part of it, e.g. charge.*.', name),
    types: listOf(text('The name of an event.', name), 'Only events of these names; not with `type`.', {
      max: 20,
    }),
  },
);

export const retry = operation(
  'POST',
  '/v1/events/{id}/retry',
  { description: 'Sends an event to the webhooks once more; in test mode only.', returns: 'event' },
  { id: required(id('evt', 'The event.')) },
);
