/** What the two parts of `npm run test:fuzz` share: the options, and running many targets. */
import { readOptions } from '../helpers/options.ts';
import type { Way } from '../helpers/ways.ts';
import type { Run, Statuses } from './endpoints.ts';
import type { Watch } from './watch.ts';
import { takeWayHere } from './ways.ts';

/** What is fuzzed: its name, by which `--only` finds it, and how. */
export type Target = readonly [name: string, fuzz: (run: Run) => Promise<Statuses>];

/** How long a case may take before the process is ended, in milliseconds. */
export const HANGING = 20_000;

/** Reads the options of a run. */
export function readRun(args: readonly string[]) {
  return readOptions(args, {
    cases: 50_000,
    upstream: 20_000,
    seed: Math.floor(Math.random() * 2 ** 31),
    only: '',
    path: '',
    payments: 'both',
  });
}

/** The targets that are meant: one of that very name, or else those whose names hold it. */
export function meantBy(only: string, targets: readonly Target[]): Target[] {
  const exact = targets.filter(([name]) => name === only);
  return exact.length > 0 ? exact : targets.filter(([name]) => name.includes(only));
}

/** What all runs of a process have in common. */
interface Common {
  readonly seed: number;
  readonly path: string;
  readonly watch: Watch;
}

/** Runs so many cases, spread over the targets, all paid for in one way; prints what fails, and says whether all of it holds. */
export async function runAll(
  what: string,
  targets: readonly Target[],
  { total, seed, path, watch, way }: Common & { readonly total: number; readonly way?: Way },
): Promise<boolean> {
  const paid = way === undefined ? '' : ` --payments ${way}`;
  if (way !== undefined) {
    takeWayHere(way);
  }
  const each = Math.ceil(total / Math.max(1, targets.length));
  const sum: Statuses = {};
  const started = performance.now();
  let failures = 0;
  for (const [name, fuzz] of targets) {
    const begin = (number: number) => watch.begin(`${name}, case ${number} of --seed ${seed}${paid}`);
    try {
      const statuses = await fuzz({ cases: each, seed, begin, ...(path !== '' && { path }) });
      for (const [status, count] of Object.entries(statuses)) {
        sum[Number(status)] = (sum[Number(status)] ?? 0) + count;
      }
    } catch (error) {
      failures += 1;
      const { message, cause = '' } = error as Error;
      const found = /\bpath: "([\d:]+)"/.exec(message)?.[1];
      const again =
        found && `Again: npm run test:fuzz -- --seed ${seed} --only '${name}'${paid} --path ${found}\n`;
      console.error(`\n${name}\n${again ?? ''}${message}\n${cause}`);
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const outcome = failures === 0 ? 'holds' : `FAILS at ${failures}`;
  console.log(
    `${what}${paid}: ${outcome}, ${targets.length} × ${each} cases (${seconds} s) ${JSON.stringify(sum)}`,
  );
  return failures === 0;
}
