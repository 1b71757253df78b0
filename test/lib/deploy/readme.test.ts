/** What the documentation for operators says is what the code and the template do. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { ALARMS, METRICS } from '#lib/deploy/monitoring.ts';
import { readStage, stageSettings } from '#lib/deploy/stage.ts';
import type { CallRecord, LogLine, ProblemRecord } from '#lib/endpoint/log.ts';
import type { Failure } from '#lib/http/errors.ts';
import { ROOT } from '../../helpers/command.ts';

const readme = await readFile(join(ROOT, 'lib/deploy/README.md'), 'utf8');

/** The cells of the rows of a table, by the name of its first column. */
function rowsOf(first: string): string[][] {
  const lines = readme.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${first} +\\|`).test(line));
  expect(start).toBeGreaterThan(0);
  const rest = lines.slice(start + 2);
  return rest
    .slice(
      0,
      rest.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

const namesOf = (first: string) => rowsOf(first).map(([name]) => name!.replaceAll('`', ''));

/** The types hold this to the records that are written. */
const FIELDS: Record<keyof CallRecord | keyof ProblemRecord | keyof LogLine, true> = {
  level: true,
  timestamp: true,
  surface: true,
  endpoint: true,
  status: true,
  reply_status: true,
  type: true,
  code: true,
  param: true,
  decline_code: true,
  duration_ms: true,
  stripe_ms: true,
  stripe_requests: true,
  stripe_request_id: true,
  correlation_id: true,
  failure: true,
  upstream: true,
  query: true,
  error: true,
  problem: true,
};

const FAILURES: Record<Failure, true> = {
  stripe_unreachable: true,
  stripe_error: true,
  stripe_throttled: true,
  aws_error: true,
  keys_unreachable: true,
  configuration: true,
  timeout: true,
  defect: true,
};

test('every field of a line is explained', () => {
  expect(namesOf('field').sort()).toEqual(Object.keys(FIELDS).sort());
});

test('every failure is explained, and rings exactly one alarm', () => {
  const rows = rowsOf('failure').map((cells) => cells.map((cell) => cell.replaceAll('`', '')));
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(FAILURES).sort());
  for (const failure of Object.keys(FAILURES)) {
    const counting = Object.values(METRICS).filter(({ pattern }) =>
      pattern.includes(`$.failure = "${failure}"`),
    );
    expect({ failure, metrics: counting.length }).toEqual({ failure, metrics: 1 });
    const ringing = Object.entries(ALARMS).filter(
      ([, { metric, namespace }]) => namespace === undefined && metric === counting[0]!.metric,
    );
    expect({ failure, alarms: ringing.map(([name]) => name) }).toEqual({
      failure,
      alarms: [rows.find(([name]) => name === failure)![2]],
    });
  }
});

test('every alarm is explained, with what to do', () => {
  const rows = rowsOf('alarm');
  expect(rows.map(([name, meaning]) => [name!.replaceAll('`', ''), meaning])).toEqual(
    Object.entries(ALARMS).map(([name, { description }]) => [name, description]),
  );
  expect(rows.every(([, , action]) => action!.length > 50)).toBe(true);
});

test('every secret has a way to rotate it', () => {
  const secrets = Object.entries(stageSettings)
    .filter(([, setting]) => (v.getMetadata(setting) as { secret?: boolean }).secret)
    .map(([name]) => name);
  expect(namesOf('secret').sort()).toEqual(secrets.sort());
});

test('the costs follow from the prices', () => {
  const price = (pattern: RegExp) => Number(pattern.exec(readme.replaceAll('\n', ' '))![1]);
  const requests = price(/\(arm64\) ([\d.]+) USD/);
  const gigabyteSecond = price(/and ([\d.]+) USD for a GB-second/);
  const api = price(/HTTP API ([\d.]+) USD/);
  const logs = price(/CloudWatch Logs ([\d.]+) USD/);
  const transfer = price(/data transfer ([\d.]+) USD/);
  const [alarm, metric, dashboard] = [
    price(/an alarm ([\d.]+)/),
    price(/a metric ([\d.]+)/),
    price(/a dashboard ([\d.]+) USD/),
  ];
  const metrics = new Set(Object.values(METRICS).map((one) => one.metric)).size;
  const alarms = Object.keys(ALARMS).length;
  const watching = alarm * alarms + metric * metrics + dashboard;
  const ofMillion = [requests, 1e6 * 0.4 * 0.5 * gigabyteSecond, api, 1.4 * logs, 2 * transfer];
  const columns = [0.01, 1, 100].map((millions) => [...ofMillion.map((cost) => cost * millions), watching]);
  const rows = rowsOf('USD a month');
  expect(rows.at(-2)![0]).toBe(`${alarms} alarms, ${metrics} metrics, 1 dashboard`);
  for (const [index, costs] of columns.entries()) {
    const told = rows.map((row) => row[index + 1]!.replaceAll('*', ''));
    const all = costs.reduce((sum, cost) => sum + cost, 0);
    expect(told).toEqual([...costs, all].map((cost) => cost.toFixed(2)));
  }
});

test('what it says of names is in the templates', async () => {
  const read = async (name: string) => parse(await readFile(join(ROOT, name), 'utf8'));
  const [service, cards] = await Promise.all([read('serverless.yml'), read('serverless.cards.yml')]);
  const named = (text: string) =>
    text.replace(/\$\{self:service\}/, service.service).replace(/\$\{sls:stage\}/, '<stage>');
  expect(readme).toContain(`\`${named(service.custom.logGroup)}\``);
  expect(readme).toContain(`\`${named(service.custom.accessLogGroup)}\``);
  expect(readme).toContain(`\`${named(cards.provider.stackName)}\``);
});

test('the example of a stage’s file can be deployed as it is', async () => {
  const { variables: stage } = await readStage('stripe-socket', 'dev', { ENV_FILE: '.env.example' });
  expect(stage).toMatchObject({ SURFACES: expect.any(String), CARD_TABLE: 'stripe-socket-dev-cards' });
});
