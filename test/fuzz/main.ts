/**
 * `npm run test:fuzz`: requests that are wrong in some way, to every endpoint and to the sandbox; and beside it, in a
 * process of its own, requests that are right, while what the endpoints are answered by Stripe is not.
 * Options: --cases 50000 --upstream 20000 (cases of the latter kind) --seed number --only text (of a target's name: the
 * method and path, after `sandbox` or `upstream` where it is not an endpoint that gets requests) --path text --payments
 * payment_intents, charges or both (how cards are paid with; both share the cases). What fails is printed with the options
 * that send that case alone again.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { eventsOf, startCards } from './cards.ts';
import { fuzzEndpoint, isFuzzed, keyHolders, type Run } from './endpoints.ts';
import { HANGING, meantBy, readRun, runAll, type Target } from './runs.ts';
import { fuzzOperation, openSandbox } from './sandbox.ts';
import { startStage } from './upstream.ts';
import { startWatch } from './watch.ts';
import { waysOf } from './ways.ts';

/** One case in so many is for the sandbox itself. */
const SANDBOX_SHARE = 5;

const { cases, upstream, seed, only, path, payments } = readRun(process.argv.slice(2));
const ways = waysOf(payments);
console.log(`Seed ${seed}. With it, --seed ${seed} repeats this run.`);
process.env['LOG_LEVEL'] = 'silent';

const options = [
  '--upstream',
  `${upstream}`,
  '--seed',
  `${seed}`,
  '--only',
  only,
  '--path',
  path,
  '--payments',
  payments,
];
const beside = once(fork(new URL('./answer-main.ts', import.meta.url), options), 'exit');

const stage = await startStage(String(seed));
process.env['STRIPE_API_BASE'] = stage.url;
const cards = await startCards(stage.url);
const watch = startWatch(HANGING);
const sandbox = await openSandbox(String(seed));

const ofEndpoints = (await readCatalogue()).filter(isFuzzed).flatMap(targetsOf);
const ofSandbox = sandbox.operations.map(
  (operation): Target => [
    `sandbox ${operation.method} ${operation.path}`,
    (run) => fuzzOperation(operation, sandbox, run),
  ],
);
const meant = meantBy(only, [...ofEndpoints, ...ofSandbox]);
const endpoints = meant.filter((target) => ofEndpoints.includes(target));
const operations = meant.filter((target) => ofSandbox.includes(target));

try {
  const toSandbox = endpoints.length === 0 ? cases : Math.floor(cases / SANDBOX_SHARE);
  const common = { seed, path, watch };
  const holds = [await runAll('sandbox', operations, { ...common, total: toSandbox })];
  for (const way of ways) {
    const total = (cases - toSandbox) / ways.length;
    holds.push(await runAll('endpoints', endpoints, { ...common, total, way }));
  }
  process.exitCode = holds.every(Boolean) ? 0 : 1;
} finally {
  await Promise.all([stage.close(), cards.close(), watch.stop()]);
}
const [code] = await beside;
process.exitCode ||= code === 0 ? 0 : 1;

function targetsOf(entry: Entry): Target[] {
  const name = `${entry.method} ${entry.path}`;
  const callers = ['card', 'webhook'].includes(entry.endpoint.surface) ? cards.callers : keyHolders;
  const plain = (run: Run) => fuzzEndpoint(entry, stage, callers, run);
  const signed = (run: Run) => fuzzEndpoint(entry, stage, callers, run, eventsOf(entry));
  return entry.endpoint.surface === 'webhook'
    ? [
        [name, plain],
        [`${name} signed`, signed],
      ]
    : [[name, plain]];
}
