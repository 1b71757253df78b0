/** The functions in a process of their own, called as fast as they answer; see `main.ts`. */
import { readdirSync, readlinkSync } from 'node:fs';
import { type Entry, readCatalogue } from '#lib/catalogue.ts';
import { call, type Received, type Sent } from '../helpers/call.ts';
import { tokenOf } from '../helpers/cards.ts';
import { sentTo } from '../helpers/valid-call.ts';
import type { Loaded } from './main.ts';
import type { Sample } from './slope.ts';

const [seconds, callers, only] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4] ?? ''];
const SAMPLES = 40;

const catalogue = await readCatalogue();
const entry = (route: string): Entry => {
  const found = catalogue.find(({ method, path }) => `${method} ${path}` === route);
  if (found === undefined) {
    throw new Error(`There is no endpoint ${route}.`);
  }
  return found;
};

/** One call, the n-th. */
type Caller = (n: number) => { entry: Entry; sent: Sent };

const charge = { amount: 500, currency: 'usd', description: 'load' };
const year = String(new Date().getUTCFullYear() + 1);
const account = (n: number) => `a-${n % 100}`;
const owners = await Promise.all(
  Array.from({ length: 100 }, (_, n) => tokenOf({ account: account(n), role: 'owner' })),
);

/** Connections may make 100 calls a minute. */
const connection = (n: number) => `sk_test_load${Math.floor(n / 90)}`;

function callsOf(routes: readonly [route: string, args: object, key: (n: number) => string][]): Caller {
  const calls = routes.map(([route, args, key]) => ({ target: entry(route), args, key }));
  return (n) => {
    const { target, args, key } = calls[n % calls.length]!;
    return { entry: target, sent: sentTo(target, args as Record<string, unknown>, key(n)) };
  };
}

const key = () => 'sk_test_load';
const owner = (n: number) => owners[n % 100]!;
const SURFACES: Record<string, Caller> = {
  socket: callsOf([
    ['POST /stripe/create-charge', { ...charge, card: 'tok_visa' }, key],
    ['POST /stripe/create-customer', { card: 'tok_visa', email: 'jenny@example.com' }, key],
  ]),
  block: callsOf([
    ['POST /api/Stripe/createCharge', { ...charge, source: 'tok_visa' }, key],
    ['POST /api/Stripe/getChargesList', { limit: 10 }, key],
  ]),
  rest: callsOf([
    ['POST /v1/charges', { ...charge, card: 'tok_visa' }, key],
    ['GET /v1/charges', { count: 10 }, key],
  ]),
  connector: callsOf([['POST /connector/customers', { Email: 'jenny@example.com' }, connection]]),
  card: callsOf([
    [
      'POST /card/create',
      { name: 'Business', number: '4242', month: '12', year, stripeToken: 'tok_visa' },
      owner,
    ],
    ['POST /card/find', { limit: 10 }, owner],
  ]),
};

for (const [surface, caller] of Object.entries(SURFACES).filter(([name]) => name.includes(only))) {
  process.send?.(await load(surface, caller));
}
process.exit();

async function load(surface: string, caller: Caller): Promise<Loaded> {
  const statuses: Record<string, number> = {};
  const samples: Sample[] = [];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  let calls = 0;
  const work = async () => {
    while (elapsed() < seconds) {
      const { entry: target, sent } = caller(calls);
      calls += 1;
      const { status, body } = await call(target.handler, sent);
      const meant = statusOf(body) ?? status;
      statuses[meant] = (statuses[meant] ?? 0) + 1;
      if (samples.length < (elapsed() / seconds) * SAMPLES) {
        samples.push(sample(elapsed(), calls));
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
  return { surface, calls, seconds: elapsed(), statuses, samples };
}

/** The status that a block's error stands for. */
function statusOf(body: Received['body']): number | undefined {
  if (body?.callback !== 'error') {
    return undefined;
  }
  const { status_code, http_status = 400 } = body.contextWrites['#'].to;
  return status_code === 'INTERNAL_PACKAGE_ERROR' ? 500 : http_status;
}

function sample(at: number, calls: number): Sample {
  globalThis.gc?.();
  return { at, calls, heap: process.memoryUsage().heapUsed, sockets: openSockets() };
}

/** How many sockets this process has open, as Linux lists them. */
function openSockets(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
    } catch {
      // It was closed meanwhile.
      return false;
    }
  }).length;
}
