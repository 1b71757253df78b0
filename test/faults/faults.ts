/** What goes wrong between us and the sandbox while a harness runs. */
import type { Api } from '../helpers/api.ts';

/** Attempts that wait longer than this are given up, in milliseconds; some of the delays are longer. */
export const STRIPE_TIMEOUT = 300;

const KINDS = [
  { kind: 'drop_before' },
  { kind: 'drop_after' },
  { kind: 'cut' },
  { kind: 'delay', delay: 20 },
  { kind: 'delay', delay: 2 * STRIPE_TIMEOUT },
  { kind: 'error', status: 429 },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 502 },
  { kind: 'error', status: 503 },
];

/** Lets a share of an account's requests go wrong, in all ways there are; the seed decides which. */
export async function armFaults(api: Api, share: number, seed: string): Promise<void> {
  const each = Math.floor((1 - (1 - share) ** (1 / KINDS.length)) * 10_000) / 10_000;
  for (const [index, fault] of KINDS.entries()) {
    await api.post('/_sandbox/faults', { ...fault, rate: each, seed: `${seed} ${index}` });
  }
}

/** Lets one request go wrong, or so many. */
export async function armOnce(api: Api, fault: object, count = 1): Promise<void> {
  await api.post('/_sandbox/faults', { ...fault, count });
}

/** Takes all faults back, and tells how many requests were hit. */
export async function disarm(api: Api): Promise<number> {
  const { data } = await api.get('/_sandbox/faults');
  await api.del('/_sandbox/faults');
  return data.reduce((sum: number, { hits }: { hits: number }) => sum + hits, 0);
}
