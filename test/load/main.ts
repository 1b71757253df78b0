/**
 * `npm run test:load`: each surface over HTTP, at the highest rate that this machine holds. No call fails, memory does
 * not grow after a warm-up, no socket is left open. Options: --seconds 20 (for each surface) --callers 4 --only surface
 * --through server, which is that of `npm start`, with all functions in one heap; or offline, which is the service as
 * `npm run offline` starts it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { readOptions } from '../helpers/options.ts';
import { type Called, Callers } from './callers.ts';
import { type Service, startOffline, startServer } from './service.ts';
import { judge, type Loaded, type Round } from './slope.ts';
import { type Story, SURFACES } from './surfaces.ts';

/** The share of the time that counts as warm-up. */
const WARM_UP = 0.4;
/** Into so many rounds the rest is divided, unless they would get shorter than so many seconds. */
const ROUNDS = 40;
const SHORTEST_ROUND = 1;
/** Milliseconds in which connections that are not used any more are closed: servers do so after five seconds. */
const CLOSING_TIME = 10_000;

const STARTS: Readonly<Record<string, () => Promise<Service>>> = {
  server: startServer,
  offline: startOffline,
};

const defaults = { seconds: 20, callers: 4, only: '', through: 'server' };
const { seconds, callers, only, through } = readOptions(process.argv.slice(2), defaults);
const start = STARTS[through];
if (start === undefined) {
  throw new Error(`--through must be one of ${Object.keys(STARTS).join(', ')}.`);
}
const catalogue = await readCatalogue();
const closing: Promise<void>[] = [];
try {
  for (const [surface, story] of Object.entries(SURFACES).filter(([name]) => name.includes(only))) {
    const service = await start();
    const loaded = load(service, story);
    // When the calls are over, nothing happens there any more: the next surface need not wait.
    closing.push(
      loaded
        .then(async (seen) => {
          const socketsAfter = await socketsOf(service, seen.socketsBefore);
          const frameworkAfter = await frameworkAtRest(service);
          report(surface, { ...seen, socketsAfter, frameworkAfter });
        })
        .finally(() => service.close()),
    );
    await loaded;
  }
} finally {
  await Promise.all(closing);
}

/** Between the rounds nothing is on its way, so what is held then is held for good. */
async function load(
  service: Service,
  story: Story,
): Promise<Omit<Loaded, 'socketsAfter' | 'frameworkAfter'>> {
  const socketsBefore = await service.sockets();
  const some = new Callers(service.api, catalogue, callers);
  const call = async (time: number): Promise<Called> => {
    const called = await some.call(story, time);
    await service.forget(called.keys);
    return called;
  };
  const warmUp = await call(seconds * WARM_UP);
  const frameworkBefore = await frameworkAtRest(service);
  const time = seconds * (1 - WARM_UP);
  const count = Math.max(2, Math.min(ROUNDS, Math.floor(time / SHORTEST_ROUND)));
  const rounds: Round[] = [];
  while (rounds.length < count) {
    const called = await call(time / count);
    rounds.push({ ...called, memory: await service.memory(), sockets: await service.sockets() });
  }
  some.close();
  return { socketsBefore, warmUp, frameworkBefore, rounds };
}

/** What the framework holds when it has let go of all calls, where waiting for that is short beside the calls. */
async function frameworkAtRest({ keepsCallsFor, memory }: Service): Promise<number | undefined> {
  if (keepsCallsFor === undefined || keepsCallsFor > seconds * WARM_UP) {
    return undefined;
  }
  await sleep((keepsCallsFor + 1) * 1000);
  return (await memory()).framework;
}

/** How many sockets are open as soon as there are no more than before, or when there should not be. */
async function socketsOf(service: Service, before: number): Promise<number> {
  const deadline = Date.now() + CLOSING_TIME;
  for (;;) {
    const sockets = await service.sockets();
    if (sockets <= before || Date.now() > deadline) {
      return sockets;
    }
    await sleep(100);
  }
}

function report(surface: string, loaded: Loaded): void {
  const { problems, summary } = judge(loaded);
  console.log([`${surface}: ${problems.length === 0 ? 'holds' : 'FAILS'}`, ...summary].join('\n  '));
  for (const problem of problems) {
    console.error(`  ${problem}`);
    process.exitCode = 1;
  }
}
