/** What the worst bodies of 1 MB cost, at each surface and in the sandbox. */
import { figure, type Mark, type Progress, type Row } from '../measure.ts';
import type { HostileCall, HostileOrder } from '../workers/hostile.ts';
import { startWorker } from '../workers/worker.ts';

/** What is looked at, and what it may come to. */
const FIGURES: readonly { of: 'cpu' | 'memory' | 'refusal'; name: string; unit: string; mark: Mark }[] = [
  { of: 'cpu', name: 'CPU beyond JSON.parse', unit: 'ms', mark: { most: 100 } },
  { of: 'memory', name: 'memory beyond JSON.parse', unit: 'MB', mark: { most: 100 } },
  { of: 'refusal', name: 'longest refusal', unit: 'KB', mark: { most: 256 } },
];

/** Nothing is collected that was allocated within a call, so that all of it is counted. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'];

/** Measures the worst of many bodies; `token` is one that the card service takes. */
export async function measureHostile(
  environment: Readonly<Record<string, string>>,
  token: string,
  progress: Progress,
): Promise<Row[]> {
  progress('bodies of 1 MB that are as bad as they can be');
  const worker = startWorker<HostileOrder, HostileCall[]>('hostile.ts', { environment, flags: FLAGS });
  try {
    return rowsOf(await worker.ask({ token }));
  } finally {
    await worker.close();
  }
}

function rowsOf(calls: readonly HostileCall[]): Row[] {
  return [...Map.groupBy(calls, ({ surface }) => surface)].flatMap(([surface, ofSurface]) =>
    FIGURES.map(({ of, name, unit, mark }) => {
      const worst = ofSurface.reduce((most, call) => (call[of] > most[of] ? call : most));
      return {
        part: 'Bodies of 1 MB',
        name: `${surface}: ${name}`,
        unit,
        value: figure(Math.max(0, worst[of])),
        mark,
        note: `${worst.about}; of ${ofSurface.length}`,
      };
    }),
  );
}
