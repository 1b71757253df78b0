/** Billing periods: where they begin and end. Moments in Unix seconds; the calendar is that of UTC. */
import { DAY } from '#sandbox/engine/clock.ts';

/** How long a period is. */
export interface Interval {
  readonly interval: 'day' | 'week' | 'month' | 'year';
  readonly interval_count: number;
}

/** From a moment (included) to a moment (excluded). */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** So many months later, at the same time of day; of a month that is too short, its last day. */
export function addMonths(moment: number, months: number): number {
  const date = new Date(moment * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) / 1000 + (moment - Math.floor(moment / DAY) * DAY);
}

/**
 * The first end of a period after a moment. All ends are reckoned from the anchor, not from one another, so that what
 * began on 31 January ends on 28 February and then on 31 March.
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

/** Whether two plans are billed at the same rhythm. */
export function isSameInterval(one: Interval, other: Interval): boolean {
  return one.interval === other.interval && one.interval_count === other.interval_count;
}

/** How many months the calendar has turned from one moment to another. */
function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from * 1000), new Date(to * 1000)];
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
}
