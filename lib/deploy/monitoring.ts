/** Monitors a deployment with metrics from its logs, alarms, and a dashboard. */
import type { Failure } from '#lib/http/errors.ts';
import { dashboard, PERIOD } from './dashboard.ts';
import type { DeploySettings } from './settings.ts';
import type { TemplateResource, Value } from './template.ts';

/** A metric that counts lines of a log. */
interface LogMetric {
  /** The log group, a resource of `serverless.yml`. */
  readonly log: 'FunctionLogs' | 'AccessLogs';
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html */
  readonly pattern: string;
  readonly metric: string;
}

const failed = (...failures: Failure[]): string =>
  `{ ${failures.map((failure) => `$.failure = "${failure}"`).join(' || ')} }`;

/** Matches the lines that AWS Lambda logs for functions that did not complete normally. */
const ended = (...statuses: string[]): string =>
  `{ $.type = "platform.report" && (${statuses.map((status) => `$.record.status = "${status}"`).join(' || ')}) }`;

/** The metrics by filter name. */
export const METRICS: Readonly<Record<string, LogMetric>> = {
  StripeFailures: {
    log: 'FunctionLogs',
    pattern: failed('stripe_unreachable', 'stripe_error'),
    metric: 'StripeFailures',
  },
  Defects: { log: 'FunctionLogs', pattern: failed('defect'), metric: 'Defects' },
  Crashes: { log: 'FunctionLogs', pattern: ended('error', 'failure'), metric: 'Defects' },
  ConfigurationErrors: {
    log: 'FunctionLogs',
    pattern: failed('configuration'),
    metric: 'ConfigurationErrors',
  },
  DependencyErrors: {
    log: 'FunctionLogs',
    pattern: failed('aws_error', 'keys_unreachable'),
    metric: 'DependencyErrors',
  },
  Timeouts: { log: 'FunctionLogs', pattern: failed('timeout'), metric: 'Timeouts' },
  FunctionTimeouts: { log: 'FunctionLogs', pattern: ended('timeout'), metric: 'Timeouts' },
  StripeThrottles: { log: 'FunctionLogs', pattern: failed('stripe_throttled'), metric: 'Throttles' },
  // API Gateway itself responded, without calling a function.
  GatewayThrottles: {
    log: 'AccessLogs',
    pattern: '{ $.status = "429" && $.integration_status = "-" }',
    metric: 'Throttles',
  },
};

/** An alarm for a metric that is too high in a period of five minutes. */
interface Alarm {
  /** A sentence about the cause. */
  readonly description: string;
  /** A metric in {@link METRICS} or, with a namespace, one of AWS's own. */
  readonly metric: string;
  readonly namespace?: string;
  readonly statistic?: 'p99';
  /** Whether the metric only covers this API. */
  readonly ofApi?: true;
}

/** The alarms by name in the template. `lib/deploy/README.md` explains how to respond to each. */
export const ALARMS: Readonly<Record<string, Alarm>> = {
  StripeFailuresAlarm: {
    description: 'Stripe is unreachable, too slow, or returns server errors.',
    metric: 'StripeFailures',
  },
  DefectsAlarm: { description: 'A call failed because of a bug, or a function crashed.', metric: 'Defects' },
  ConfigurationErrorsAlarm: {
    description: 'A setting or a secret is missing or invalid.',
    metric: 'ConfigurationErrors',
  },
  DependencyErrorsAlarm: {
    description: 'DynamoDB, Systems Manager or the URL of the public keys fails.',
    metric: 'DependencyErrors',
  },
  TimeoutsAlarm: { description: 'A call timed out.', metric: 'Timeouts' },
  ThrottlesAlarm: {
    description: 'API Gateway or Stripe rejected calls because there were too many.',
    metric: 'Throttles',
  },
  // Lambda's concurrency limit is shared by all functions of an account, so throttles of other functions also affect
  // this service.
  FunctionThrottlesAlarm: {
    description: 'AWS Lambda rejected calls because too many functions of this account were running.',
    namespace: 'AWS/Lambda',
    metric: 'Throttles',
  },
  SlowCallsAlarm: {
    description: 'One in 100 calls takes longer than LATENCY_ALARM.',
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    statistic: 'p99',
    ofApi: true,
  },
  ApiErrorsAlarm: {
    description: 'The API responded to calls with a status of 500 or more.',
    namespace: 'AWS/ApiGateway',
    metric: '5xx',
    ofApi: true,
  },
};

const API_ID: Value = { Ref: 'HttpApi' };

/** Returns the resources that monitor a deployment, by name in the template. The metrics have their own namespace. */
export function monitoring(
  namespace: string,
  settings: Pick<DeploySettings, 'ALARM_TOPIC' | 'LATENCY_ALARM' | 'REGION'>,
): Record<string, TemplateResource> {
  const metrics = [...new Set(Object.values(METRICS).map(({ metric }) => metric))];
  const filters = Object.entries(METRICS).map(([name, metric]) => [
    `${name}Filter`,
    filter(namespace, metric),
  ]);
  const alarms = Object.entries(ALARMS).map(([name, alarm]) => [name, alarmOf(namespace, alarm, settings)]);
  return {
    ...Object.fromEntries(filters),
    ...Object.fromEntries(alarms),
    Dashboard: dashboard(namespace, settings.REGION, metrics),
  };
}

function filter(namespace: string, { log, pattern, metric }: LogMetric): TemplateResource {
  return {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: { Ref: log },
      FilterPattern: pattern,
      MetricTransformations: [
        { MetricNamespace: namespace, MetricName: metric, MetricValue: '1', DefaultValue: 0 },
      ],
    },
  };
}

function alarmOf(
  ours: string,
  { description, metric, namespace = ours, statistic, ofApi }: Alarm,
  { ALARM_TOPIC: topic, LATENCY_ALARM }: Pick<DeploySettings, 'ALARM_TOPIC' | 'LATENCY_ALARM'>,
): TemplateResource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: description,
      Namespace: namespace,
      MetricName: metric,
      ...(ofApi && { Dimensions: [{ Name: 'ApiId', Value: API_ID }] }),
      ...(statistic === undefined ? { Statistic: 'Sum' } : { ExtendedStatistic: statistic }),
      Period: PERIOD,
      EvaluationPeriods: 1,
      Threshold: statistic === undefined ? 1 : LATENCY_ALARM,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      ...(topic !== undefined && { AlarmActions: [topic], OKActions: [topic] }),
    },
  };
}
