/** Billing periods: where they begin and end. Times are in Unix seconds; the calendar is UTC. */
import { DAY } from '#sandbox/engine/clock.ts';

/** The length of a period. */
export interface Interval {
  readonly interval: 'day' | 'week' | 'month' | 'year';
  readonly interval_count: number;
}

/** From one time (included) to another (excluded). */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Adds months, at the same time of day. If the month is too short, its last day is used. */
export function addMonths(moment: number, months: number): number {
  const date = new Date(moment * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) / 1000 + (moment - Math.floor(moment / DAY) * DAY);
}

/**
 * Returns the first end of a period after a time. All ends are computed from the anchor, not from each other, so a
 * period that starts on 31 January ends on 28 February and the next one on 31 March.
 */
export function periodEnd(anchor: number, { interval, interval_count }: Interval, after: number): number {
  if (interval === 'day' || interval === 'week') {
    const length = interval_count * (interval === 'day' ? DAY : 7 * DAY);
    return anchor + (Math.floor((after - anchor) / length) + 1) * length;
  }
  const months = interval_count * (interval === 'month' ? 1 : 12);
  let periods = Math.max(0, Math.floor(monthsBetween(anchor, after) / months));
  while (addMonths(anchor, periods * months) <= after) {
    periods += 1;
  }
  return addMonths(anchor, periods * months);
}

/** Whether two plans have the same interval. */
export function isSameInterval(one: Interval, other: Interval): boolean {
  return one.interval === other.interval && one.interval_count === other.interval_count;
}

/** The number of calendar months between two times. */
function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from * 1000), new Date(to * 1000)];
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
}
