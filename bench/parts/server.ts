/** This project's server before its functions, against bare servers before the SDK and before `fetch`. */
import { readFile } from 'node:fs/promises';
import { inParallel } from '../../test/helpers/parallel.ts';
import { type Mark, type Progress, type Row, sampleOf } from '../measure.ts';
import { Client, throughput } from '../request.ts';
import type { ServerOrder } from '../workers/server.ts';
import { startWorker, type Worker } from '../workers/worker.ts';

const PART = 'Calls over HTTP, 32 at once';
const AT_ONCE = 32;
const ROUNDS = 12;
/** Calls that are not counted: the code becomes as fast as it gets. */
const WARM_UP = 20_000;
/** Milliseconds of calling a server, in each round. */
const TIME = 400;

/** How many calls are made at once, once, and how large their bodies are, to see what memory that takes. */
const MANY = 300;
const LARGE = 500_000;

/** A server that is measured. */
interface Subject {
  readonly name: string;
  readonly kind: ServerOrder['kind'];
  readonly environment: Readonly<Record<string, string>>;
  readonly mark?: Mark;
}

/** The call that a bare server makes: `POST /v1/charges`, one request. */
const CHARGES = { CARD_PAYMENTS: 'charges' };
const SILENT = { LOG_LEVEL: 'silent' };

const SUBJECTS: readonly Subject[] = [
  { name: 'bare server and SDK', kind: 'SDK', environment: {} },
  { name: 'bare server and fetch', kind: 'fetch', environment: {} },
  { name: 'block', kind: 'functions', environment: { ...CHARGES, ...SILENT }, mark: { least: 1 } },
  { name: 'block, LOG_LEVEL=info', kind: 'functions', environment: CHARGES, mark: { least: 0.9 } },
  { name: 'block, by PaymentIntents: two requests', kind: 'functions', environment: SILENT },
];

const CALL = JSON.stringify({
  args: {
    apiKey: 'sk_test_bench',
    amount: 500,
    currency: 'usd',
    description: 'Order 6735',
    source: 'tok_visa',
  },
});

/** Measures how many calls each server answers, all in processes of their own and in turns. */
export async function measureServer(dist: string, upstream: string, progress: Progress): Promise<Row[]> {
  const workers: Worker<ServerOrder, string>[] = [];
  try {
    const rates = new Map<Subject, number[]>();
    const clients = new Map<Subject, Client>();
    let memory = 0;
    for (const subject of SUBJECTS) {
      const worker = startWorker<ServerOrder, string>('server.ts', {
        environment: { ...subject.environment, STRIPE_API_BASE: upstream },
      });
      workers.push(worker);
      clients.set(subject, new Client(await worker.ask({ kind: subject.kind, dist, upstream })));
      rates.set(subject, []);
    }
    const callOf = (client: Client) => () => client.sendJson('/api/Stripe/createCharge', CALL);
    for (const [{ name }, client] of clients) {
      progress(`warm-up of ${name}`);
      await inParallel(Array.from({ length: WARM_UP }), AT_ONCE, callOf(client));
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      progress(`calls over HTTP, ${round} of ${ROUNDS}`);
      for (const [subject, client] of clients) {
        const rate = await throughput(callOf(client), { milliseconds: TIME, atOnce: AT_ONCE });
        rates.get(subject)!.push(rate);
      }
    }
    const block = SUBJECTS.findIndex(({ kind }) => kind === 'functions');
    memory = await memoryOfMany(workers[block]!, clients.get(SUBJECTS[block]!)!);
    for (const client of clients.values()) {
      client.close();
    }
    return [...rowsOf(rates), rowOfMemory(memory)];
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

function rowsOf(rates: ReadonlyMap<Subject, readonly number[]>): Row[] {
  const sdk = sampleOf(rates.get(SUBJECTS[0]!)!).median;
  return [...rates].map(([{ name, mark }, measured], index) => {
    const value = sampleOf(measured);
    const ratio = { to: 'SDK', value: value.median / sdk, ...(mark && { mark }) };
    return { part: PART, name, unit: '/s', value, moreIsBetter: true, ...(index > 0 && { ratio }) };
  });
}

/** The memory that the server has, in MB, when it has answered many large calls at once. */
async function memoryOfMany(worker: Worker<ServerOrder, string>, client: Client): Promise<number> {
  const large = JSON.stringify({ args: { ...JSON.parse(CALL).args, description: 'x'.repeat(LARGE) } });
  await Promise.all(Array.from({ length: MANY }, () => client.sendJson('/api/Stripe/createCharge', large)));
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)![1]) / 1000;
}

function rowOfMemory(megabytes: number): Row {
  return {
    part: PART,
    name: `most memory, after ${MANY} calls of ${LARGE / 1e6} MB at once`,
    unit: 'MB',
    value: sampleOf([megabytes]),
    mark: { most: 1_000 },
  };
}
