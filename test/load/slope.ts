/** What a load did to a process: its memory and its sockets over time. */
import type { Loaded } from './main.ts';

/** What a process had at one moment. */
export interface Sample {
  /** Seconds since the load began. */
  readonly at: number;
  /** Calls until then. */
  readonly calls: number;
  /** Bytes that are in use, after the garbage was collected. */
  readonly heap: number;
  readonly sockets: number;
}

/** The share of the time that counts as warm-up: code is compiled, connections are opened, tables filled. */
const WARM_UP = 0.4;
/** What a call may leave behind before that counts as a leak, in bytes; below the second, growth is noise. */
const MOST_PER_CALL = 50;
const NOISE = 2_000_000;

/** Judges a load. */
export function judge({ calls, seconds, statuses, samples }: Loaded): {
  readonly problems: readonly string[];
  readonly summary: string;
} {
  const warm = samples.filter(({ at }) => at >= seconds * WARM_UP);
  const perSecond = slopeOf(warm.map(({ at, heap }) => [at, heap]));
  const perCall = slopeOf(warm.map((sample) => [sample.calls, sample.heap]));
  const growth = perSecond * seconds * (1 - WARM_UP);
  const [first, last] = [warm[0]?.sockets ?? 0, warm.at(-1)?.sockets ?? 0];
  const failed = Object.entries(statuses).filter(([status]) => status >= '500');
  const problems = [
    ...failed.map(([status, count]) => `${count} calls ended in ${status}`),
    ...(perCall > MOST_PER_CALL && growth > NOISE
      ? [`memory grows by ${Math.round(perCall)} bytes a call`]
      : []),
    ...(last > first ? [`${last - first} more sockets are open than after the warm-up`] : []),
  ];
  const summary = [
    `${Math.round(calls / seconds)} calls/s`,
    JSON.stringify(statuses),
    `heap ${megabytes(warm.at(-1)?.heap ?? 0)} MB, slope ${(perSecond / 1000).toFixed(1)} kB/s (${perCall.toFixed(1)} bytes a call)`,
    `${last} sockets`,
  ].join(', ');
  return { problems, summary };
}

/** The slope of the line that is nearest to the points (least squares). */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))];
  const above = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  const below = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
