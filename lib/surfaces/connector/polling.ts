/**
 * Computes the result of a poll: every new object exactly once, oldest first, without storing anything between polls.
 *
 *     last state          until        now - SETTLING             now
 *         |---- window ----|---- next windows ----|---- not yet ----|
 *
 * A state describes a time window with a fixed end. After the end has passed, the objects in the window no longer
 * change, so a poll that is retried because its response was lost returns the same objects. The next state starts
 * where the window ends. Each window is as long as the time between two polls. A late poll returns the first window
 * that is not empty, and a state whose window covers the remaining time.
 *
 * Two rules make sure that a window is complete. The time is Stripe's, from the `Date` header of its response, because
 * `created` uses the same clock. And the poll waits for a settling time after the window's end, because an object may
 * appear in a list some time after its `created`, such as a charge whose bank responds slowly.
 */
import { type List, listNewerThan, PAGE } from './list-newer.ts';
import type { TriggerState } from './trigger-state.ts';

/** The time between two polls, in seconds. */
export const POLL_PERIOD = 120;

/** The settling time, in seconds. Objects that appear later than this are missed. */
export const SETTLING = 30;

/**
 * The number of objects after which a poll stops, at the end of a second, so that the response does not get too large.
 */
const BATCH = 1_000;

/** The time until the next poll if there are more objects, in seconds. */
const AT_ONCE = 1;

/** The result of a poll. */
export interface Poll {
  /** Stripe objects, oldest first. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly next: TriggerState;
  /** The time until the next poll, in seconds. */
  readonly retryAfter: number;
}

/** The first poll returns nothing: all objects that Stripe lists now are old. */
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

/** Returns the objects of the first window that has passed and is not empty, and the next state. */
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

/** The end of the window that contains a time, if the first window ends at `until`. */
function endOfWindow(until: number, moment: number): number {
  return until + Math.max(0, Math.ceil((moment - until) / POLL_PERIOD)) * POLL_PERIOD;
}

/** The time since a window's end that consists of whole windows that have passed, in seconds. */
function passedSince(end: number, settled: number): number {
  return Math.floor((settled - end) / POLL_PERIOD) * POLL_PERIOD;
}

/** The state after a window: the next window, or a single one for all the time that has passed. */
function stateAfter(end: number, cursor: string, settled: number): TriggerState {
  const passed = passedSince(end, settled);
  return passed > 0
    ? { after: end, until: end + passed, cursor, more: true }
    : { after: end, until: end + POLL_PERIOD, cursor };
}

/**
 * The state after an empty poll: from the end of the last window that has passed until the time that will have passed
 * at the next poll. Whether the caller uses this state or the old one, the same objects follow.
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
