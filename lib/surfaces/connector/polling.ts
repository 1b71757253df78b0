/**
 * What a poll of a trigger gives: every new object once, oldest first, with nothing stored between the polls.
 *
 * A state names a window of time that has an end. What Stripe shows of it no longer changes once its end has passed,
 * so a poll that is repeated because its answer was lost gives the same answer, whatever was made since; and the next
 * state begins where the window ends. After the first window come others as long as the time between two polls; a
 * poll that is late gives the first of them that is not empty, and a state whose window is all the rest.
 *
 * Two things make "has passed" certain. The time is Stripe's own, from the `Date` of its answer, for that is the clock
 * which `created` comes from. And a window is left to settle first: an object may show up in a list some time after
 * its `created`, as a charge does whose bank takes its time.
 */
import { type List, listNewerThan, PAGE } from './list-newer.ts';
import type { TriggerState } from './trigger-state.ts';

/** The time between two polls, in seconds. */
export const POLL_PERIOD = 120;

/** How long the objects of a window may take to show up, in seconds; one that takes longer is missed. */
export const SETTLING = 30;

/** How many objects a poll gives, beyond which it stops at the end of a second: an answer ought to fit in a reply. */
const BATCH = 1_000;

/** Seconds until the next poll where there is more already. */
const AT_ONCE = 1;

/** The answer to a poll. */
export interface Poll {
  /** Stripe's objects, oldest first. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly next: TriggerState;
  /** When to poll again, in seconds from now. */
  readonly retryAfter: number;
}

/** The first poll gives nothing: all objects that Stripe lists now are old. */
export async function firstPoll(list: List): Promise<Poll> {
  const { objects, now } = await list({ limit: PAGE });
  const [newest] = objects;
  const latest = newest?.made ?? 0;
  return {
    objects: [],
    next: {
      after: Math.max(0, latest - 1),
      until: Math.max(now, latest) + POLL_PERIOD - SETTLING,
      seen: objects.filter(({ made }) => made === latest).map(({ id }) => id),
      cursor: newest?.id,
    },
    retryAfter: POLL_PERIOD,
  };
}

/** Gives the objects of the first window that is not empty, if it has passed; and the state after it. */
export async function poll(list: List, state: TriggerState): Promise<Poll> {
  const batch = [];
  let settled = 0;
  let end = Number.POSITIVE_INFINITY;
  let cut = false;
  walk: for await (const page of listNewerThan(list, state)) {
    settled ||= page.now - SETTLING;
    for (const item of page.objects) {
      const last = batch.at(-1);
      if (last === undefined) {
        end = endOfWindow(state.until, item.made);
      }
      cut = batch.length >= BATCH && item.made > last!.made && item.made <= end;
      if (cut || item.made > end || end > settled) {
        break walk;
      }
      batch.push(item);
    }
  }
  const last = batch.at(-1);
  if (last === undefined) {
    return { objects: [], next: stateAfterNothing(state, settled), retryAfter: POLL_PERIOD };
  }
  const next: TriggerState = cut
    ? { after: last.made, until: end, cursor: last.id, more: true }
    : stateAfter(end, last.id, settled);
  return {
    objects: batch.map(({ object }) => object),
    next,
    retryAfter: next.more ? AT_ONCE : POLL_PERIOD,
  };
}

/** The end of the window that a moment is in, where the first window ends at `until`. */
function endOfWindow(until: number, moment: number): number {
  return until + Math.max(0, Math.ceil((moment - until) / POLL_PERIOD)) * POLL_PERIOD;
}

/** How much of the time since a window ended is made of whole windows that have passed, in seconds. */
function passedSince(end: number, settled: number): number {
  return Math.floor((settled - end) / POLL_PERIOD) * POLL_PERIOD;
}

/** After a window: the next one, or where more than that has passed all of it at once. */
function stateAfter(end: number, cursor: string, settled: number): TriggerState {
  const passed = passedSince(end, settled);
  return passed > 0
    ? { after: end, until: end + passed, cursor, more: true }
    : { after: end, until: end + POLL_PERIOD, cursor };
}

/**
 * After nothing: from the end of the last window that has passed to what will have passed when the next poll is due.
 * Whether the caller takes this state or keeps the old one, the same objects follow.
 */
function stateAfterNothing(state: TriggerState, settled: number): TriggerState {
  return settled < state.until
    ? state
    : {
        after: state.until + passedSince(state.until, settled),
        until: settled + POLL_PERIOD,
        cursor: state.cursor,
      };
}
