/** `npm run bench`: measures what matters about speed and size, side by side in one run. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { CommandError, command } from '#lib/cli/command.ts';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Progress, Row } from './measure.ts';
import { measureBothWays } from './parts/both-ways.ts';
import { measureCalls } from './parts/calls.ts';
import { measureCards } from './parts/cards.ts';
import { measureColdStart } from './parts/cold-start.ts';
import { packageService } from './parts/deployment.ts';
import { measureHostile } from './parts/hostile.ts';
import { measureSandbox } from './parts/sandbox.ts';
import { measureServer } from './parts/server.ts';
import { measureStart } from './parts/start.ts';
import { changesSince, type Run, tableOf } from './report.ts';
import { surroundCards } from './surround-cards.ts';
import { startWorker } from './workers/worker.ts';

const usage = `npm run bench -- [--compare old.json] [--json new.json] [--keep] [--cards=50000]

Measures start, calls, both ways of paying, size and the sandbox, and prints a table; it takes some seven minutes. --json writes the figures to
a file, which a later run can be compared with by --compare. --keep puts the table into bench/README.md, and the figures
into bench/last.json. --cards says out of how many cards a page is found; a million takes longer than all else.`;

const options = {
  compare: { type: 'string' },
  json: { type: 'string' },
  keep: { type: 'boolean', default: false },
  cards: { type: 'string', default: '50000' },
} as const;

const LAST = new URL('last.json', import.meta.url);
const README = new URL('README.md', import.meta.url);

await command({ usage, options }, async ({ flags }) => {
  const { compare, json, keep, cards } = flags as {
    compare?: string;
    json?: string;
    keep: boolean;
    cards: string;
  };
  if (!/^\d{4,7}$/.test(cards)) {
    throw new CommandError('--cards must be a number from 1000 on.');
  }
  const before = compare === undefined ? undefined : await readRun(compare);
  const run = await measure(Number(cards));
  console.log(`\n${tableOf(run)}\n\n${about(run)}`);
  if (before !== undefined) {
    const changes = changesSince(before, run);
    console.log(
      `\n${['Since then:', ...(changes.length > 0 ? changes : ['nothing to speak of'])].join('\n')}`,
    );
  }
  if (json !== undefined) {
    await writeFile(json, text(run));
  }
  if (keep) {
    await writeFile(LAST, text(run));
    await writeFile(README, withTable(await readFile(README, 'utf8'), run));
  }
});

async function measure(cards: number): Promise<Run> {
  const [load] = loadavg() as [number];
  const started = new Date();
  const progress = tellProgress(started);
  const deployment = await packageService(progress);
  const upstream = startWorker<object, string>('upstream.ts');
  const dynamo = await startDynamoDb('cards');
  const rows: Row[] = [];
  try {
    const url = await upstream.ask({});
    const { environment, event, token } = await surroundCards(dynamo.url, url);
    const surroundings = { dist: deployment.dist, upstream: url, environment, cardEvent: event };
    rows.push(...(await measureColdStart(surroundings, progress)));
    rows.push(...(await measureCalls(deployment.dist, url, progress)));
    rows.push(...(await measureServer(deployment.dist, url, progress)));
    rows.push(...(await measureHostile(environment, token, progress)));
    rows.push(...(await measureBothWays(progress)));
    rows.push(...(await measureSandbox(url, progress)));
    rows.push(...(await measureCards(cards, progress)));
    rows.push(...(await measureStart(progress)), ...deployment.rows);
  } finally {
    await Promise.all([upstream.close(), dynamo.close(), deployment.remove()]);
  }
  return {
    at: started.toISOString(),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    load,
    seconds: Math.round((Date.now() - started.getTime()) / 1000),
    rows,
  };
}

/** One line on standard error, which is written over; where that is no terminal, a line for each kind of thing. */
function tellProgress(started: Date): Progress {
  let last = '';
  return (what) => {
    const seconds = Math.round((Date.now() - started.getTime()) / 1000);
    const line = `${String(seconds).padStart(4)} s  ${what}`;
    const kind = what.replace(/, \d.*$/, '');
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[K${line}`);
    } else if (kind !== last) {
      process.stderr.write(`${line}\n`);
    }
    last = kind;
  };
}

async function readRun(file: string): Promise<Run> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} cannot be compared with: ${(error as Error).message}`);
  }
}

function text(run: Run): string {
  return `${JSON.stringify(run, undefined, 2)}\n`;
}

function about({ at, node, machine, load, seconds }: Run): string {
  return `Measured on ${at.slice(0, 10)} in ${seconds} s, with Node.js ${node} on ${machine}; the load was ${load.toFixed(1)} before.`;
}

/** Puts a run in the place of the one that the README holds. */
function withTable(readme: string, run: Run): string {
  const [head = ''] = readme.split('## The last run');
  return `${head}## The last run\n\n${about(run)}\n\n${tableOf(run)}\n`;
}
