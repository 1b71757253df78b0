/** Tools for the embedded sandbox, offered where it takes Stripe's place. */
import { operation } from '#lib/operations/operation.ts';
import { integer, required } from '#lib/parameters/parameters.ts';
import { toolsOf } from './tool.ts';

const DAY = 86_400;

const advanceClock = operation(
  'POST',
  '/_sandbox/clock',
  {
    description:
      'Advances the time of the sandbox: renewals, retries, expiries and payouts that fall due meanwhile happen, in order. Reply: the new time.',
    returns: 'clock',
  },
  {
    advance: required(
      integer('By how many seconds; a day has 86400, a month some 2678400.', {
        min: 0,
        max: 5 * 366 * DAY,
        example: 31 * DAY,
      }),
    ),
  },
);

export const sandboxTools = toolsOf('sandbox', {
  advance_sandbox_clock: ['write', advanceClock],
});
