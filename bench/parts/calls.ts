/** Calls of functions that run already, against the bare SDK and a bare `fetch`. */
import { type Progress, quantile, type Row, sampleOf } from '../measure.ts';
import type { CallsOrder, CallsResult } from '../workers/calls.ts';
import { startWorker } from '../workers/worker.ts';

/** A validated call has to cost at most what a bare call of the SDK costs. */
const MARK = { most: 1 };

/** Measures each surface; with and without a line in the log for each call. */
export async function measureCalls(dist: string, upstream: string, progress: Progress): Promise<Row[]> {
  const common = { dist, upstream };
  progress('calls, one after the other and many at once');
  const quiet = await calls('error', {
    ...common,
    subjects: ['SDK', 'fetch', 'socket', 'block', 'connector', 'rest'],
    rounds: 12,
    calls: 150,
    busy: 150,
  });
  progress('calls, each logged');
  const logged = await calls('info', {
    ...common,
    subjects: ['SDK', 'block'],
    rounds: 12,
    calls: 150,
    busy: 0,
  });
  return [
    ...latencies(quiet, 'Calls, one after the other'),
    ...latencies({ SDK: logged['SDK']!, 'block, LOG_LEVEL=info': logged['block']! }, '')
      .map((row) => ({
        ...row,
        part: 'Calls, one after the other',
      }))
      .filter(({ name }) => !name.startsWith('SDK')),
    ...rates(quiet),
  ];
}

async function calls(level: string, order: CallsOrder): Promise<CallsResult> {
  const worker = startWorker<CallsOrder, CallsResult>('calls.ts', {
    // By charges, every subject makes one request of one call.
    environment: { STRIPE_API_BASE: order.upstream, LOG_LEVEL: level, CARD_PAYMENTS: 'charges' },
  });
  try {
    return await worker.ask(order);
  } finally {
    await worker.close();
  }
}

function latencies(result: CallsResult, part: string): Row[] {
  const sdk = sampleOf(result['SDK']!.times).median;
  return Object.entries(result).map(([name, { times }]) => {
    const value = sampleOf(times);
    const p99 = quantile(
      [...times].sort((a, b) => a - b),
      0.99,
    );
    return {
      part,
      name,
      unit: 'ms',
      value,
      ...(name !== 'SDK' && {
        ratio: { to: 'SDK', value: value.median / sdk, ...(name === 'block' && { mark: MARK }) },
      }),
      note: `p99 ${p99.toFixed(2)} ms`,
    };
  });
}

function rates(result: CallsResult): Row[] {
  const sdk = sampleOf(result['SDK']!.rates).median;
  return Object.entries(result).map(([name, { rates: measured }]) => {
    const value = sampleOf(measured);
    return {
      part: 'Calls, 32 at once',
      name,
      unit: '/s',
      value,
      moreIsBetter: true,
      ...(name !== 'SDK' && { ratio: { to: 'SDK', value: value.median / sdk } }),
    };
  });
}
