/** The time of an account, and what falls due on it. */
import { integer, required } from '#lib/parameters/parameters.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { advanceClock } from './advance.ts';
import { type Control, route } from './route.ts';

/** A step of the clock: long enough for the longest trial, short enough to end. */
const LONGEST_ADVANCE = 5 * 366 * DAY;
/** How much of what is due is listed. */
const MOST_DUE = 50;

export const CLOCK: readonly Control[] = [
  route('GET', '/clock', 'Tells the time of the account, and what falls due next.', {}, ({ account }) => {
    const tasks = account.schedule.save();
    return {
      now: account.clock.now(),
      advanced: account.clock.save().offset,
      due: tasks.slice(0, MOST_DUE).map(({ at, kind, id, account: { id: owner } }) => ({
        at,
        kind,
        id,
        account: owner,
      })),
      due_count: tasks.length,
    };
  }),
  route(
    'POST',
    '/clock',
    'Advances the clock of the account; what falls due meanwhile happens, in order.',
    {
      advance: required(integer('By how many seconds.', { min: 0, max: LONGEST_ADVANCE, example: DAY })),
    },
    async ({ sandbox, account }, { advance }) => {
      await advanceClock(sandbox, account, advance);
      return { now: account.clock.now() };
    },
  ),
];
