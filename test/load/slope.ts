/** What a load did to a service: its memory and its sockets over time. */
import type { Called } from './callers.ts';
import type { Memory } from './service.ts';

/** A time of calling, and what the service held at its end, when nothing was on its way. */
export interface Round extends Called {
  readonly memory: Memory;
  readonly sockets: number;
}

/** What was seen of a surface. */
export interface Loaded {
  /** Calls while code is compiled, connections are opened and instances started. */
  readonly warmUp: Called;
  /** What came then. */
  readonly rounds: readonly Round[];
  /** What the framework held before and after the rounds, when it had let go of all calls; if there was time for that. */
  readonly frameworkBefore: number | undefined;
  readonly frameworkAfter: number | undefined;
  /** The sockets before the first call, and after the last, when connections had had the time to be closed. */
  readonly socketsBefore: number;
  readonly socketsAfter: number;
}

/** What a call may leave behind before that counts as a leak, in bytes. */
const MOST_PER_CALL = 50;
/** Growth that is noise, in bytes: instances go on compiling what they do often, all the more in their first calls. */
const NOISE = 1_000_000;
const NOISE_PER_INSTANCE = 500_000;
const FIRST_CALLS = 100;

/** What the framework may hold more after the rounds, in bytes, for what it compiles and the like. */
const FRAMEWORK_NOISE = 3_000_000;

/** Judges a load. */
export function judge(loaded: Loaded): {
  readonly problems: readonly string[];
  readonly summary: readonly string[];
} {
  const { warmUp, rounds, frameworkBefore = Number.NaN, frameworkAfter = Number.NaN } = loaded;
  const { socketsBefore, socketsAfter } = loaded;
  const statuses = added([warmUp, ...rounds].map((round) => round.statuses));
  const lasting = instancesThatLast(rounds);
  const functions = growthOf(rounds, (memory) => total(lasting.map((one) => memory.functions.get(one)!)));
  const framework = growthOf(rounds, (memory) => memory.framework);
  const kept = frameworkAfter - frameworkBefore;
  const areWarm = callsOf([warmUp]) > lasting.length * FIRST_CALLS;
  const problems = [
    ...Object.entries(statuses)
      .filter(([status]) => status !== '200')
      .map(([status, count]) => `${count} calls ended in ${status}`),
    ...(lasting.length === 0 ? ['no instance of a function lasted from the warm-up to the end'] : []),
    ...(areWarm && grew(functions!, NOISE + lasting.length * NOISE_PER_INSTANCE)
      ? [`the functions' memory grows by ${Math.round(functions!.perCall)} bytes a call`]
      : []),
    ...(kept > FRAMEWORK_NOISE && kept > MOST_PER_CALL * callsOf(rounds)
      ? [`serverless-offline keeps ${megabytes(kept)} MB for good`]
      : []),
    ...(socketsAfter > socketsBefore
      ? [`${socketsAfter - socketsBefore} more sockets are open than before`]
      : []),
  ];
  const told = [
    ['functions', functions, areWarm ? '' : `, not judged: fewer than ${FIRST_CALLS} calls for each before`],
    [
      'serverless-offline',
      framework,
      Number.isNaN(kept)
        ? ', not judged: too short for it to let go of calls'
        : `; with calls let go of, ${megabytes(frameworkBefore)} MB before and ${megabytes(frameworkAfter)} MB after`,
    ],
    ['both in the machine’s memory', growthOf(rounds, ({ resident }) => resident), ', not judged'],
    ['sandbox and table', growthOf(rounds, (memory) => memory.surroundings), ', not judged'],
  ] as const;
  const summary = [
    `${Math.round(callsOf(rounds) / secondsOf(rounds))} calls/s, ${latenciesOf(rounds)}, ${JSON.stringify(statuses)}`,
    `instances of functions: ${lasting.length}`,
    ...told.flatMap(([name, growth, remark]) => (growth ? [`${name}: ${textOf(growth)}${remark}`] : [])),
    `sockets: ${socketsBefore} before, ${Math.max(...rounds.map(({ sockets }) => sockets))} under load, ${socketsAfter} after`,
  ];
  return { problems, summary };
}

/** Instances are started and ended as calls come and go; of those that are there all the time, memory can be compared. */
function instancesThatLast(rounds: readonly Round[]): string[] {
  const [first, ...others] = rounds.map(({ memory }) => memory.functions);
  return [...first!.keys()].filter((instance) => others.every((functions) => functions.has(instance)));
}

/** How some memory grew, in bytes. */
interface Growth {
  readonly now: number;
  readonly whole: number;
  readonly perSecond: number;
  readonly perCall: number;
}

/** Of what is not there, it is undefined. */
function growthOf(rounds: readonly Round[], of: (memory: Memory) => number | undefined): Growth | undefined {
  const bytes = rounds.map(({ memory }) => of(memory)).filter((one) => one !== undefined);
  if (bytes.length < rounds.length) {
    return undefined;
  }
  const slopeOver = (measure: (rounds: readonly Round[]) => number) =>
    slopeOf(bytes.map((y, index) => [measure(rounds.slice(0, index + 1)), y]));
  const perSecond = slopeOver(secondsOf);
  return {
    now: bytes.at(-1)!,
    whole: perSecond * secondsOf(rounds.slice(1)),
    perSecond,
    perCall: slopeOver(callsOf),
  };
}

function grew({ perCall, whole }: Growth, noise: number): boolean {
  return perCall > MOST_PER_CALL && whole > noise;
}

function textOf({ now, perSecond, perCall }: Growth): string {
  return `${megabytes(now)} MB, slope ${(perSecond / 1000).toFixed(1)} kB/s (${perCall.toFixed(1)} bytes a call)`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** The slope of the line that is nearest to the points (least squares). */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => total(values) / values.length;
  const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))];
  const above = total(points.map(([px, py]) => (px - x) * (py - y)));
  const below = total(points.map(([px]) => (px - x) ** 2));
  return below === 0 ? 0 : above / below;
}

function latenciesOf(rounds: readonly Called[]): string {
  const sorted = rounds.flatMap(({ latencies }) => latencies).sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

function callsOf(rounds: readonly Called[]): number {
  return total(rounds.map(({ latencies }) => latencies.length));
}

function secondsOf(rounds: readonly Called[]): number {
  return total(rounds.map(({ seconds }) => seconds));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) {
    all[name] = (all[name] ?? 0) + count;
  }
  return all;
}
