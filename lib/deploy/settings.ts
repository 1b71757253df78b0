/** The settings of a deployment, read when the service is packaged. */
import * as v from 'valibot';
import { count, readerOf } from '#lib/config/config.ts';
import { rootSettings } from '#lib/surfaces/root/settings.ts';

const flag = v.pipe(
  v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  v.transform((value) => value === 'true'),
);

const arn = (of: string) => v.pipe(v.string(), v.startsWith('arn:', `must be the ARN of ${of}`));

/** The variables that only a deployment reads. */
export const deploySettings = {
  REGION: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be a region of AWS')),
      'us-east-1',
    ),
    v.description('AWS region of the stage.'),
  ),
  ...rootSettings,
  REFERENCE: v.pipe(
    flag,
    v.description(
      'Whether to deploy the reference page at `/reference` as well; it adds 1 MB to the artifact. Default: `false`; `npm start` always serves it.',
    ),
  ),
  DOMAIN_NAME: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i, 'must be a domain, e.g. payments.example.com'),
      ),
    ),
    v.description('Custom domain of the API, instead of the one that AWS assigns. Needs DOMAIN_CERTIFICATE.'),
  ),
  DOMAIN_CERTIFICATE: v.pipe(
    v.optional(arn('a certificate')),
    v.description('ARN of the domain’s certificate in AWS Certificate Manager, in the same region.'),
  ),
  ALARM_TOPIC: v.pipe(
    v.optional(arn('a topic')),
    v.description(
      'ARN of the SNS topic that receives alarms. Default: alarms are visible in CloudWatch only.',
    ),
  ),
  LATENCY_ALARM: v.pipe(
    count(10_000, 30_000),
    v.description('Milliseconds. The alarm for slow calls rings if 1 of 100 calls takes longer.'),
  ),
  THROTTLE_RATE: v.pipe(
    count(500, 10_000),
    v.description('Calls per second that API Gateway accepts; others get status 429.'),
  ),
  THROTTLE_BURST: v.pipe(
    count(1_000, 5_000),
    v.description('Calls that API Gateway accepts in a burst beyond THROTTLE_RATE.'),
  ),
};

/** The configuration of a deployment. */
export type DeploySettings = v.InferOutput<v.ObjectSchema<typeof deploySettings, undefined>>;

/**
 * Reads the configuration of a deployment.
 * @throws {SettingsError} naming every variable with an invalid value
 */
export const readDeploySettings = readerOf(deploySettings);
