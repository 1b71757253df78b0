/** Tools for the embedded sandbox, which are available if it replaces Stripe. */
import { operation } from '#lib/operations/operation.ts';
import { id, integer, required, text } from '#lib/parameters/parameters.ts';
import { toolsOf } from './tool.ts';

const DAY = 86_400;

const readClock = operation(
  'GET',
  '/_sandbox/clock',
  {
    description:
      'Tells the time of the sandbox and what falls due next: renewals, retries, expiries, payouts. `due` lists the first 50, `due_count` says how many there are.',
    returns: 'clock',
  },
  {},
);

const advanceClock = operation(
  'POST',
  '/_sandbox/clock',
  {
    description:
      'Advances the time of the sandbox. What falls due meanwhile happens, in order: a subscription can be tested for a year. Gives the new time.',
    returns: 'clock',
  },
  {
    advance: required(
      integer('By how many seconds. A day has 86400; 2678400 are the longest month.', {
        min: 0,
        max: 5 * 366 * DAY,
        example: 31 * DAY,
      }),
    ),
  },
);

const triggerEvent = operation(
  'POST',
  '/_sandbox/events',
  {
    description:
      'Makes an event in the sandbox: by requests that have it as their effect or, with `object`, about that object. Gives the event and where it was sent.',
    returns: 'event',
  },
  {
    type: required(text('The type of the event.', { example: 'charge.failed' })),
    object: id(
      'ch',
      'The object that the event is about. Default: new ones are made, which not every type can be.',
    ),
  },
);

export const sandboxTools = toolsOf('sandbox', {
  list_sandbox_due: ['read', readClock],
  advance_sandbox_clock: ['write', advanceClock],
  trigger_sandbox_event: ['write', triggerEvent],
});
