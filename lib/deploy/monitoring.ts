/** What watches a deployment: metrics made of its logs, alarms, and a dashboard. */
import type { Failure } from '#lib/http/errors.ts';
import { dashboard, PERIOD } from './dashboard.ts';
import type { DeploySettings } from './settings.ts';
import type { TemplateResource, Value } from './template.ts';

/** A metric that is made of the lines of a log. */
interface LogMetric {
  /** The log group, a resource of `serverless.yml`. */
  readonly log: 'FunctionLogs' | 'AccessLogs';
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html */
  readonly pattern: string;
  readonly metric: string;
}

const failed = (...failures: Failure[]): string =>
  `{ ${failures.map((failure) => `$.failure = "${failure}"`).join(' || ')} }`;

/** What AWS Lambda itself logs of a function that did not end well. */
const ended = (...statuses: string[]): string =>
  `{ $.type = "platform.report" && (${statuses.map((status) => `$.record.status = "${status}"`).join(' || ')}) }`;

/** The metrics, by the names of their filters. */
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
  // The gateway itself answered: no function was asked.
  GatewayThrottles: {
    log: 'AccessLogs',
    pattern: '{ $.status = "429" && $.integration_status = "-" }',
    metric: 'Throttles',
  },
};

/** An alarm that rings when a metric is too high in five minutes. */
interface Alarm {
  /** What happened, in a sentence. */
  readonly description: string;
  /** A metric of {@link METRICS}; where there is a namespace, one of AWS's own. */
  readonly metric: string;
  readonly namespace?: string;
  readonly statistic?: 'p99';
  /** Whether the metric is that of the API alone. */
  readonly ofApi?: true;
}

/** The alarms, by their names in the template. `lib/deploy/README.md` says what to do about each. */
export const ALARMS: Readonly<Record<string, Alarm>> = {
  StripeFailuresAlarm: {
    description: 'Stripe cannot be reached, is too slow, or answers that it failed.',
    metric: 'StripeFailures',
  },
  DefectsAlarm: { description: 'A call failed because of a bug, or a function crashed.', metric: 'Defects' },
  ConfigurationErrorsAlarm: {
    description: 'A setting or a secret is missing or wrong.',
    metric: 'ConfigurationErrors',
  },
  DependencyErrorsAlarm: {
    description: 'DynamoDB, Systems Manager or the address of the public keys fails.',
    metric: 'DependencyErrors',
  },
  TimeoutsAlarm: { description: 'A call was not finished in time.', metric: 'Timeouts' },
  ThrottlesAlarm: {
    description: 'API Gateway or Stripe rejected calls because there were too many.',
    metric: 'Throttles',
  },
  // Lambda counts the functions of an account together against its limit, so any throttle concerns this service.
  FunctionThrottlesAlarm: {
    description: 'AWS Lambda rejected calls because too many functions of this account ran at once.',
    namespace: 'AWS/Lambda',
    metric: 'Throttles',
  },
  SlowCallsAlarm: {
    description: 'One of 100 calls takes longer than LATENCY_ALARM.',
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    statistic: 'p99',
    ofApi: true,
  },
  ApiErrorsAlarm: {
    description: 'The API answered calls with a status of 500 or more.',
    namespace: 'AWS/ApiGateway',
    metric: '5xx',
    ofApi: true,
  },
};

const API_ID: Value = { Ref: 'HttpApi' };

/** The resources that watch a deployment, by their names in the template; its metrics are in a namespace of their own. */
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
