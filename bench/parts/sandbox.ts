/** The sandbox: how many requests it answers, and whether a page of a long list costs more than one of a short list. */
import { figure, type Progress, type Row, sampleOf } from '../measure.ts';
import { Client, throughput } from '../request.ts';
import type { SandboxOrder, SandboxResult } from '../workers/sandbox.ts';
import { startWorker } from '../workers/worker.ts';

const FEW = 1_000;
const MANY = 1_000_000;

/** What memory is told for. */
const MEASURED = 100_000;

/** The list that is measured at two versions. */
const LIST = 'GET /v1/charges, a page of 10';

const ROUNDS = 5;
const BUSY = { milliseconds: 800, atOnce: 16 };

/** Pages that are asked for, of the short and of the long list in turns. */
const PAGES = { rounds: 20, each: 25 };

const CHARGE = 'amount=500&currency=usd&source=tok_visa&description=Order%206735';

/** Accounts of the sandbox. */
const [busy, short, long] = ['sk_test_busy', 'sk_test_short', 'sk_test_long'];

/**
 * Measures it against a server that answers canned JSON.
 * @param upstream where that server is
 */
export async function measureSandbox(upstream: string, progress: Progress): Promise<Row[]> {
  const worker = startWorker<SandboxOrder, SandboxResult>('sandbox.ts', {
    flags: ['--expose-gc', '--max-old-space-size=8192'],
  });
  try {
    const { url } = await worker.ask({});
    const requests = await measureRequests(url, upstream, progress);
    const one = async (key: string) => idOf(await once(url, key));
    progress('sandbox, filling a list');
    await worker.ask({ fill: { key: short, like: await one(short), count: FEW - 1 } });
    const like = await one(long);
    const { bytes } = await worker.ask({ fill: { key: long, like, count: MEASURED } });
    progress(`sandbox, filling a list of ${MANY}`);
    await worker.ask({ fill: { key: long, like, count: MANY - 1 - MEASURED } });
    const memory: Row = {
      part: 'Sandbox',
      name: 'memory per 100,000 charges',
      unit: 'MB',
      value: figure(bytes / 1e6),
    };
    return [...requests, ...(await measurePages(url, progress)), memory];
  } finally {
    await worker.close();
  }
}

async function measureRequests(url: string, upstream: string, progress: Progress): Promise<Row[]> {
  const [sandbox, canned] = [new Client(url), new Client(upstream)];
  const id = idOf(await sandbox.send('POST', '/v1/charges', busy, CHARGE));
  const subjects: Record<string, () => Promise<unknown>> = {
    'canned JSON, bare node:http': () => canned.send('POST', '/v1/charges', busy, CHARGE),
    'POST /v1/charges': () => sandbox.send('POST', '/v1/charges', busy, CHARGE),
    'POST /v1/customers': () => sandbox.send('POST', '/v1/customers', busy, 'description=Jenny'),
    'GET /v1/charges/{id}': () => sandbox.send('GET', `/v1/charges/${id}`, busy),
    [LIST]: () => sandbox.send('GET', '/v1/charges', busy),
    'the same page at 2013-08-13': () => sandbox.send('GET', '/v1/charges', busy, '', '2013-08-13'),
  };
  const rates = new Map(Object.keys(subjects).map((name) => [name, [] as number[]]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`sandbox, requests, ${round} of ${ROUNDS}`);
    for (const [name, act] of Object.entries(subjects)) {
      rates.get(name)!.push(await throughput(act, BUSY));
    }
  }
  sandbox.close();
  canned.close();
  const [bare] = [...rates.values()].map((measured) => sampleOf(measured).median);
  const list = sampleOf(rates.get(LIST)!).median;
  return [...rates].map(([name, measured], index) => {
    const value = sampleOf(measured);
    return {
      part: 'Sandbox',
      name,
      unit: '/s',
      value,
      moreIsBetter: true,
      ...(name === 'the same page at 2013-08-13' && {
        ratio: { to: 'at 2016-07-06', value: value.median / list, mark: { least: 0.6 } },
      }),
      ...(index > 0 &&
        name !== 'the same page at 2013-08-13' && {
          ratio: {
            to: 'canned',
            value: value.median / bare!,
            ...(name === 'POST /v1/charges' && { mark: { least: 0.2 } }),
          },
        }),
    };
  });
}

async function measurePages(url: string, progress: Progress): Promise<Row[]> {
  const client = new Client(url);
  const times = { [short]: [] as number[], [long]: [] as number[] };
  for (let round = 0; round <= PAGES.rounds; round += 1) {
    progress(`sandbox, pages, ${round} of ${PAGES.rounds}`);
    for (const key of [short, long]) {
      for (let page = 0; page < PAGES.each; page += 1) {
        const started = performance.now();
        await client.send('GET', '/v1/charges?limit=100', key);
        // The first round only makes the code as fast as it gets.
        if (round > 0) {
          times[key]!.push(performance.now() - started);
        }
      }
    }
  }
  client.close();
  const [few, many] = [sampleOf(times[short]!), sampleOf(times[long]!)];
  const row = (count: number, value: Row['value']): Row => ({
    part: 'Sandbox',
    name: `a page of 100 out of ${count.toLocaleString('en')}`,
    unit: 'ms',
    value,
  });
  const ratio = { to: 'the short list', value: many.median / few.median, mark: { most: 1.2 } };
  return [row(FEW, few), { ...row(MANY, many), ratio }];
}

async function once(url: string, key: string): Promise<string> {
  const client = new Client(url);
  try {
    return await client.send('POST', '/v1/charges', key, CHARGE);
  } finally {
    client.close();
  }
}

function idOf(text: string): string {
  return JSON.parse(text).id;
}
