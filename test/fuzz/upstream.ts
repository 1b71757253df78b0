/** What stands in Stripe's place while requests are made up: a script that agrees to anything, or the sandbox. */
import { request } from 'node:http';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { json, type Seen, startUpstream } from '../helpers/upstream.ts';

/** A running upstream that tells what reached it. */
export interface Stage {
  readonly url: string;
  /** What was seen since it was asked last. */
  take(): Seen[];
  /** Defects of the sandbox. */
  readonly defects: unknown[];
  close(): Promise<void>;
}

/** The end of keys with which the sandbox answers; with any other, everything is agreed to. */
export const OF_SANDBOX = 'AtTheSandbox';

/** An object that has whatever anybody looks for. */
const AGREEABLE = {
  id: 'obj_1',
  object: 'object',
  created: 1_467_763_200,
  data: [],
  has_more: false,
  url: '/v1/objects',
  customer: 'cus_1',
  plan: { id: 'gold' },
  status: 'active',
};

/** A payment that has succeeded. */
const PAID = { ...AGREEABLE, status: 'succeeded', latest_charge: 'ch_1' };

/** Starts it. */
export async function startStage(seed: string): Promise<Stage> {
  const defects: unknown[] = [];
  const sandbox = await startSandbox({ port: 0, seed, log: (error) => void defects.push(error) });
  const upstream = await startUpstream((response, seen) => {
    if (!seen.headers.authorization?.endsWith(OF_SANDBOX)) {
      json(response, 200, seen.url.startsWith('/v1/payment_intents') ? PAID : AGREEABLE);
      return;
    }
    const { method, url, headers } = seen;
    request(`${sandbox.url}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    })
      .on('error', () => response.destroy())
      .end(seen.bytes);
  });
  return {
    url: upstream.url,
    take: () => upstream.seen.splice(0),
    defects,
    close: async () => {
      await Promise.all([upstream.close(), sandbox.close()]);
    },
  };
}
