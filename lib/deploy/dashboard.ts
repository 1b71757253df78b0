/** The dashboard of a deployment. */
import type { TemplateResource } from './template.ts';

/** The period of metrics in alarms and in the dashboard, in seconds. */
export const PERIOD = 300;

/** Returns a reference to a resource for use in `Fn::Sub`. */
const substituted = (name: string): string => `\${${name}}`;

/**
 * Creates the dashboard: calls, latency, failures by kind, and the latest failed calls.
 * @param failures the metrics that count failures, in the deployment's namespace
 */
export function dashboard(namespace: string, region: string, failures: readonly string[]): TemplateResource {
  const widget = (x: number, y: number, title: string, metrics: readonly unknown[]) => ({
    type: 'metric',
    ...{ x, y, width: 12, height: 6 },
    properties: { title, region, metrics, period: PERIOD, view: 'timeSeries' },
  });
  const ofApi = (name: string, stat: string) => [
    'AWS/ApiGateway',
    name,
    'ApiId',
    substituted('HttpApi'),
    { stat },
  ];
  const body = {
    widgets: [
      widget(0, 0, 'Calls', [ofApi('Count', 'Sum'), ofApi('4xx', 'Sum'), ofApi('5xx', 'Sum')]),
      widget(
        12,
        0,
        'Latency in ms',
        ['p50', 'p95', 'p99'].map((stat) => ofApi('Latency', stat)),
      ),
      widget(
        0,
        6,
        'Failures',
        failures.map((name) => [namespace, name, { stat: 'Sum' }]),
      ),
      {
        type: 'log',
        ...{ x: 12, y: 6, width: 12, height: 6 },
        properties: {
          title: 'Failed calls',
          region,
          query: `SOURCE '${substituted('FunctionLogs')}' | fields @timestamp, failure, surface, endpoint, status, correlation_id | filter ispresent(failure) | sort @timestamp desc | limit 50`,
          view: 'table',
        },
      },
    ],
  };
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardName: namespace.replaceAll(/[^\w-]/g, '-'),
      DashboardBody: { 'Fn::Sub': JSON.stringify(body) },
    },
  };
}
