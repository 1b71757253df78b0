/**
 * From a call that fails, through the line that its function logs under AWS's runtime client, to the alarm that rings: by
 * the metric filters of the template.
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { METRICS } from '#lib/deploy/monitoring.ts';
import { ofType } from '#lib/deploy/template.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Failure } from '#lib/http/errors.ts';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import { readFilter } from '../../helpers/filter-pattern.ts';
import { json, startUpstream, type Upstream } from '../../helpers/upstream.ts';
import type { Deployment } from './deployment.ts';
import { eventV2 } from './events.ts';
import { withFunction } from './runtime.ts';
import { handlerOf, type Task, validRequest } from './task.ts';

/** Nothing listens there. */
const CLOSED = 'http://127.0.0.1:1';

/** An endpoint of each surface that calls Stripe. */
const CALLS = {
  socket: 'functions/socket/create-customer.ts',
  block: 'functions/block/createCustomer.ts',
  rest: 'functions/rest/customers.post.ts',
  connector: 'functions/connector/CreateCustomer.ts',
  card: 'functions/card/create.ts',
} as const;

type Surface = keyof typeof CALLS;

const EVERY = Object.keys(CALLS) as Surface[];

/** What is wrong around a function. */
interface Trouble {
  readonly failure: Failure;
  readonly surfaces: readonly Surface[];
  readonly environment: () => Readonly<Record<string, string>>;
  /** The status that the line has. */
  readonly status: number;
  readonly alarm: string;
  /** The token of the caller, where it is not one that is signed with the tests' secret. */
  readonly token?: () => Promise<string>;
}

/** A token that is signed with a key of its own. */
async function signed(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT({ account: 'a-1', role: 'owner' })
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')
    .sign(privateKey);
}

export function testMonitoring(deployment: Deployment): void {
  let broken: Upstream;
  let throttling: Upstream;
  let silent: Server;

  beforeAll(async () => {
    const answering = (status: number, type: string) =>
      startUpstream((response) => json(response, status, { error: { type, message: 'No.' } }));
    [broken, throttling] = await Promise.all([
      answering(500, 'api_error'),
      answering(429, 'rate_limit_error'),
    ]);
    // Takes connections, and never answers.
    silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await Promise.all([broken.close(), throttling.close()]);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  const silentUrl = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;

  const TROUBLES: readonly Trouble[] = [
    {
      failure: 'stripe_unreachable',
      surfaces: EVERY,
      environment: () => ({ STRIPE_API_BASE: CLOSED }),
      status: 502,
      alarm: 'StripeFailuresAlarm',
    },
    {
      failure: 'stripe_error',
      surfaces: EVERY,
      environment: () => ({ STRIPE_API_BASE: broken.url }),
      status: 500,
      alarm: 'StripeFailuresAlarm',
    },
    {
      failure: 'stripe_throttled',
      surfaces: EVERY,
      environment: () => ({ STRIPE_API_BASE: throttling.url }),
      status: 429,
      alarm: 'ThrottlesAlarm',
    },
    {
      failure: 'configuration',
      surfaces: ['connector'],
      environment: () => ({ CONNECTOR_STATE_SECRET: '', STRIPE_API_BASE: 'https://api.stripe.com' }),
      status: 503,
      alarm: 'ConfigurationErrorsAlarm',
    },
    {
      failure: 'configuration',
      surfaces: ['card', 'connector'],
      environment: () => ({ CARD_STRIPE_KEY: 'ssm:/none', CONNECTOR_STATE_SECRET: 'ssm:/none' }),
      status: 503,
      alarm: 'ConfigurationErrorsAlarm',
    },
    {
      failure: 'aws_error',
      surfaces: ['card', 'connector'],
      environment: () => ({ AWS_ENDPOINT_URL_SSM: CLOSED, CONNECTOR_STATE_SECRET: 'ssm:/secret' }),
      status: 503,
      alarm: 'DependencyErrorsAlarm',
    },
    {
      failure: 'aws_error',
      surfaces: ['card'],
      environment: () => ({ CARD_TABLE_ENDPOINT: CLOSED }),
      status: 503,
      alarm: 'DependencyErrorsAlarm',
    },
    {
      failure: 'aws_error',
      surfaces: ['card'],
      environment: () => ({ CARD_TABLE: 'missing' }),
      status: 500,
      alarm: 'DependencyErrorsAlarm',
    },
    {
      failure: 'keys_unreachable',
      surfaces: ['card'],
      environment: () => ({
        CARD_JWT_SECRET: '',
        CARD_JWKS_URL: `${CLOSED}/keys`,
        CARD_JWT_ISSUER: ISSUER,
        CARD_JWT_AUDIENCE: AUDIENCE,
      }),
      token: signed,
      status: 503,
      alarm: 'DependencyErrorsAlarm',
    },
    {
      failure: 'timeout',
      surfaces: ['card'],
      environment: () => ({ CARD_TABLE_ENDPOINT: silentUrl(), CARD_TIMEOUT: '600000', CALL_BUDGET: '200' }),
      status: 504,
      alarm: 'TimeoutsAlarm',
    },
  ];

  const cases = TROUBLES.flatMap((trouble) =>
    trouble.surfaces.map((surface) => [trouble.failure, surface, trouble] as const),
  );

  const entryOf = (surface: Surface): Entry =>
    deployment.entries.find(({ file }) => file === CALLS[surface])!;

  /** Calls a function where some of its environment is another, and gives the status of its reply and what it logs. */
  async function logged(
    surface: Surface,
    environment: Readonly<Record<string, string>>,
    event?: object,
  ): Promise<[status: number, lines: string[]]> {
    const entry = entryOf(surface);
    const task: Task = {
      ...deployment.task,
      environment: {
        ...deployment.task.environment,
        STRIPE_MAX_RETRIES: '0',
        CARD_PAYMENTS: 'charges',
        ...environment,
      },
    };
    let found: [number, string[]];
    await withFunction(task, handlerOf(entry), async (running) => {
      const { body } = await running.invoke(event ?? eventV2(await validRequest(entry)));
      found = [body.statusCode, await running.lines(1)];
    });
    return found!;
  }

  /** The alarms that a line of a log makes ring. */
  function alarmsFor(line: string, log = 'FunctionLogs'): string[] {
    const { template } = deployment.packaged;
    const counted = ofType(template, 'AWS::Logs::MetricFilter')
      .filter(([, { Properties }]) => (Properties['LogGroupName'] as { Ref: string }).Ref === log)
      .filter(([, { Properties }]) => readFilter(String(Properties['FilterPattern']))(line))
      .flatMap(
        ([, { Properties }]) =>
          Properties['MetricTransformations'] as unknown as { MetricNamespace: string; MetricName: string }[],
      );
    return ofType(template, 'AWS::CloudWatch::Alarm')
      .filter(
        ([
          ,
          {
            Properties: { Namespace, MetricName, Threshold },
          },
        ]) =>
          counted.some(
            (metric) =>
              metric.MetricNamespace === Namespace && metric.MetricName === MetricName && Threshold === 1,
          ),
      )
      .map(([name]) => name);
  }

  describe('a call that fails rings one alarm', () => {
    test.each(cases)('%s, %s', async (failure, surface, { environment, status, alarm, token }) => {
      const request = await validRequest(entryOf(surface));
      const headers = { ...request.headers, ...(token && { authorization: `Bearer ${await token()}` }) };
      const [replied, lines] = await logged(surface, environment(), eventV2({ ...request, headers }));
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', surface, failure, status });
      expect(replied).toBe(surface === 'block' && failure !== 'defect' ? 200 : status);
      expect(alarmsFor(lines[0]!)).toEqual([alarm]);
    });

    test.each(EVERY)('defect, %s: its stack is in the same line', async (surface) => {
      const [, lines] = await logged(surface, {}, { version: '2.0', rawPath: '/' });
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0]!)).toMatchObject({
        level: 'error',
        status: 500,
        failure: 'defect',
        error: expect.stringMatching(/^TypeError: .*\n\s+at /),
      });
      expect(alarmsFor(lines[0]!)).toEqual(['DefectsAlarm']);
    });

    test('the limits of the connector cannot be counted: it goes on, and rings', async () => {
      const [status, lines] = await logged('connector', { RATE_LIMIT_TABLE: 'missing' });
      expect(status).toBe(200);
      expect(alarmsFor(lines[0]!)).toEqual(['DependencyErrorsAlarm']);
    });
  });

  describe('nothing rings', () => {
    test.each(EVERY)('where a call is served, %s', async (surface) => {
      const [, lines] = await logged(surface, { CARD_PAYMENTS: 'payment_intents' });
      expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', stripe_requests: expect.any(Number) });
      expect(alarmsFor(lines[0]!)).toEqual([]);
    });

    test.each(['socket', 'block', 'rest', 'connector'] as const)(
      'where its caller is at fault, %s',
      async (surface) => {
        const entry = entryOf(surface);
        const { headers, ...request } = await validRequest(entry);
        const [, lines] = await logged(surface, {}, eventV2({ ...request, headers, body: '{"amount": ' }));
        expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', status: 400 });
        expect(alarmsFor(lines[0]!)).toEqual([]);
      },
    );
  });

  describe('what AWS logs', () => {
    /** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report */
    const report = (status: string) =>
      JSON.stringify({
        time: '2026-05-01T12:00:00.000Z',
        type: 'platform.report',
        record: {
          requestId: '8476a536-e9f4-11e8-9739-000000000001',
          metrics: { durationMs: 29_000, billedDurationMs: 29_000, memorySizeMB: 512, maxMemoryUsedMB: 100 },
          status,
        },
      });

    test.each([
      ['timeout', ['TimeoutsAlarm']],
      ['error', ['DefectsAlarm']],
      ['failure', ['DefectsAlarm']],
      ['success', []],
    ])('of a function that ended with %s', (status, alarms) => {
      expect(alarmsFor(report(status))).toEqual(alarms);
    });

    test.each([
      ['that the gateway throttled', '429', '-', ['ThrottlesAlarm']],
      ['that a function throttled', '429', '200', []],
      ['that was served', '200', '200', []],
    ])('of a request %s', (_, status, integrationStatus, alarms) => {
      const { AccessLogSettings } = deployment.packaged.template.Resources['HttpApiStage']!
        .Properties as unknown as { AccessLogSettings: { Format: string } };
      const values: Record<string, string> = { status, integrationStatus };
      const line = AccessLogSettings.Format.replaceAll(
        /\$context\.([\w.]+)/g,
        (_, name) => values[name] ?? '-',
      );
      expect(alarmsFor(line, 'AccessLogs')).toEqual(alarms);
    });
  });

  test('alarms watch metrics that something makes, are sent on, and are in the dashboard', () => {
    const { template } = deployment.packaged;
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const own = new Set(Object.values(METRICS).map(({ metric }) => `stripe-socket/test ${metric}`));
    const watched = alarms.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`);
    expect(watched.filter((name) => !own.has(name)).sort()).toEqual([
      'AWS/ApiGateway 5xx',
      'AWS/ApiGateway Latency',
      'AWS/Lambda Throttles',
    ]);
    expect(watched).toEqual(expect.arrayContaining([...own]));
    for (const { AlarmActions } of alarms) {
      expect(AlarmActions).toEqual(['arn:aws:sns:us-east-1:123456789012:alarms']);
    }
    const { DashboardBody } = template.Resources['Dashboard']!.Properties as unknown as {
      DashboardBody: { 'Fn::Sub': string };
    };
    const shown = JSON.stringify(JSON.parse(DashboardBody['Fn::Sub']));
    for (const { metric } of Object.values(METRICS)) {
      expect(shown).toContain(`["stripe-socket/test","${metric}"`);
    }
  });

  test('a slow p99 rings', () => {
    const { Properties } = deployment.packaged.template.Resources['SlowCallsAlarm']!;
    expect(Properties).toMatchObject({
      ExtendedStatistic: 'p99',
      MetricName: 'Latency',
      Threshold: 10_000,
      Dimensions: [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }],
    });
  });
}
