/**
 * `npm run test:fuzz`: requests that are wrong in some way, to every endpoint and to the sandbox.
 * Options: --cases 50000 --seed number --only text (of an endpoint's method and path) --path text. What fails is printed
 * with its seed and path; with these and --only, that case alone is sent again.
 */
import { type Entry, readCatalogue } from '#lib/catalogue.ts';
import { readOptions } from '../helpers/options.ts';
import { eventsOf, startCards } from './cards.ts';
import { fuzzEndpoint, keyHolders, type Run, type Statuses } from './endpoints.ts';
import { fuzzOperation, openSandbox } from './sandbox.ts';
import { startStage } from './upstream.ts';
import { startWatch } from './watch.ts';

/** How long a case may take before the process is ended, in milliseconds. */
const HANGING = 20_000;
/** One case in so many is for the sandbox itself. */
const SANDBOX_SHARE = 5;

const { cases, seed, only, path } = readOptions(process.argv.slice(2), {
  cases: 50_000,
  seed: Math.floor(Math.random() * 2 ** 31),
  only: '',
  path: '',
});
console.log(`Seed ${seed}. With it, --seed ${seed} repeats this run.`);
process.env['LOG_LEVEL'] = 'silent';

const stage = await startStage(String(seed));
process.env['STRIPE_API_BASE'] = stage.url;
const cards = await startCards(stage.url);
const watch = startWatch(HANGING);
const sandbox = await openSandbox(String(seed));

type Fuzz = (run: Run) => Promise<Statuses>;
const isMeant = (name: string) => name.includes(only);

const endpoints = (await readCatalogue()).flatMap(targetsOf).filter(([name]) => isMeant(name));
const operations = sandbox.operations
  .map(
    (operation) =>
      [
        `sandbox ${operation.method} ${operation.path}`,
        (run: Run) => fuzzOperation(operation, sandbox, run),
      ] as const,
  )
  .filter(([name]) => isMeant(name));

try {
  const ofSandbox = endpoints.length === 0 ? cases : Math.floor(cases / SANDBOX_SHARE);
  await runAll('endpoints', endpoints, cases - ofSandbox);
  await runAll('sandbox', operations, ofSandbox);
} finally {
  await Promise.all([stage.close(), cards.close(), watch.stop()]);
}

function targetsOf(entry: Entry): (readonly [string, Fuzz])[] {
  const name = `${entry.method} ${entry.path}`;
  const callers = ['card', 'webhook'].includes(entry.endpoint.surface) ? cards.callers : keyHolders;
  const plain: Fuzz = (run) => fuzzEndpoint(entry, stage, callers, run);
  const signed: Fuzz = (run) => fuzzEndpoint(entry, stage, callers, run, eventsOf(entry));
  return entry.endpoint.surface === 'webhook'
    ? [
        [name, plain],
        [`${name} signed`, signed],
      ]
    : [[name, plain]];
}

async function runAll(what: string, targets: readonly (readonly [string, Fuzz])[], total: number) {
  const each = Math.ceil(total / Math.max(1, targets.length));
  const sum: Statuses = {};
  const started = performance.now();
  let failures = 0;
  for (const [name, fuzz] of targets) {
    const begin = (number: number) => watch.begin(`${name}, case ${number} of --seed ${seed}`);
    try {
      const statuses = await fuzz({ cases: each, seed, begin, ...(path !== '' && { path }) });
      for (const [status, count] of Object.entries(statuses)) {
        sum[Number(status)] = (sum[Number(status)] ?? 0) + count;
      }
    } catch (error) {
      failures += 1;
      console.error(`\n${name}\n${(error as Error).message}\n${(error as Error).cause ?? ''}`);
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const outcome = failures === 0 ? 'holds' : `FAILS at ${failures}`;
  console.log(`${what}: ${outcome}, ${targets.length} × ${each} cases (${seconds} s) ${JSON.stringify(sum)}`);
  process.exitCode ||= failures === 0 ? 0 : 1;
}
