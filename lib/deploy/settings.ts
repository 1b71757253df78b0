/** What is read when the service is packaged or deployed. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';
import { rootSettings } from '#lib/surfaces/root/settings.ts';

/** Every variable that only a deployment reads; `serverless.yml` takes all but the first as they are. */
export const deploySettings = {
  ...rootSettings,
  DOMAIN_NAME: v.pipe(
    v.optional(v.string()),
    v.description('A domain of yours that the API is served at, besides the one that AWS gives it.'),
  ),
  DOMAIN_CERTIFICATE: v.pipe(
    v.optional(v.pipe(v.string(), v.startsWith('arn:', 'must be the ARN of a certificate'))),
    v.description('The ARN of the domain’s certificate in AWS Certificate Manager, of the same region.'),
  ),
  ALARM_TOPIC: v.pipe(
    v.optional(v.pipe(v.string(), v.startsWith('arn:', 'must be the ARN of a topic'))),
    v.description('The ARN of the SNS topic that alarms are told to. Default: they only show in CloudWatch.'),
  ),
};

/**
 * Reads the configuration of a deployment.
 * @throws {Error} naming every variable that does not fit
 */
export const readDeploySettings = readerOf(deploySettings);
