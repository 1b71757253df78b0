/** What is read when the service is packaged or deployed. */
import * as v from 'valibot';
import { count, readerOf } from '#lib/config/config.ts';

const arn = (of: string) => v.pipe(v.string(), v.startsWith('arn:', `must be the ARN of ${of}`));

/** Every variable that only a deployment reads. */
export const deploySettings = {
  REGION: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be a region of AWS')),
      'us-east-1',
    ),
    v.description('The AWS region that the stage is deployed to.'),
  ),
  SURFACES: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\w+( *, *\w+)*$/, 'must be names of surfaces with commas between them, e.g. socket,block'),
        v.transform((names) => names.split(/ *, */)),
      ),
    ),
    v.description(
      'Which surfaces are deployed, with commas between them, e.g. `socket,block`. Default: all.',
    ),
  ),
  DOMAIN_NAME: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i, 'must be a domain, e.g. payments.example.com'),
      ),
    ),
    v.description(
      'A domain of yours that the API is served at, instead of the one that AWS gives it. Needs DOMAIN_CERTIFICATE.',
    ),
  ),
  DOMAIN_CERTIFICATE: v.pipe(
    v.optional(arn('a certificate')),
    v.description('The ARN of the domain’s certificate in AWS Certificate Manager, of the same region.'),
  ),
  ALARM_TOPIC: v.pipe(
    v.optional(arn('a topic')),
    v.description('The ARN of the SNS topic that alarms are sent to. Default: they only show in CloudWatch.'),
  ),
  LATENCY_ALARM: v.pipe(
    count(10_000, 30_000),
    v.description('Milliseconds: the alarm for slow calls rings when 1 of 100 calls takes longer.'),
  ),
  THROTTLE_RATE: v.pipe(
    count(500, 10_000),
    v.description('How many calls a second API Gateway lets through; it answers 429 to the others.'),
  ),
  THROTTLE_BURST: v.pipe(
    count(1_000, 5_000),
    v.description('How many calls API Gateway lets through at once beyond THROTTLE_RATE.'),
  ),
};

/** The configuration of a deployment. */
export type DeploySettings = v.InferOutput<v.ObjectSchema<typeof deploySettings, undefined>>;

/**
 * Reads the configuration of a deployment.
 * @throws {SettingsError} naming every variable that does not fit
 */
export const readDeploySettings = readerOf(deploySettings);
