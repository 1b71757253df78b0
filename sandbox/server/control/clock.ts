/** Control routes: the clock of an account, and its scheduled tasks. */
import { integer, required } from '#lib/parameters/parameters.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { advanceClock } from './advance.ts';
import { type Control, route } from './route.ts';

/** The longest advance, in seconds: enough for the longest trial. */
const LONGEST_ADVANCE = 5 * 366 * DAY;
/** How many scheduled tasks are listed. */
const MOST_DUE = 50;

export const CLOCK: readonly Control[] = [
  route(
    'GET',
    '/clock',
    'Returns the time of the account, and the tasks that are due next.',
    {},
    ({ account }) => {
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
    },
  ),
  route(
    'POST',
    '/clock',
    'Advances the clock of the account, and runs the tasks that become due, in order.',
    {
      advance: required(integer('By how many seconds.', { min: 0, max: LONGEST_ADVANCE, example: DAY })),
    },
    async ({ sandbox, account }, { advance }) => {
      await advanceClock(sandbox, account, advance);
      return { now: account.clock.now() };
    },
  ),
];
