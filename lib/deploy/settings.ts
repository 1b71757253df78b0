/** The settings of a deployment, read when the service is packaged. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';

/** Every variable that only a deployment reads. `serverless.yml` uses all but the first directly. */
export const deploySettings = {
  SURFACES: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\w+( *, *\w+)*$/, 'must be names of surfaces separated by commas, e.g. socket,block'),
        v.transform((names) => names.split(/ *, */)),
      ),
    ),
    v.description('Surfaces to deploy, separated by commas, e.g. `socket,block`. Default: all.'),
  ),
  DOMAIN_NAME: v.pipe(
    v.optional(v.string()),
    v.description('Custom domain of the API, in addition to the one that AWS assigns.'),
  ),
  DOMAIN_CERTIFICATE: v.pipe(
    v.optional(v.pipe(v.string(), v.startsWith('arn:', 'must be the ARN of a certificate'))),
    v.description('ARN of the domain’s certificate in AWS Certificate Manager, in the same region.'),
  ),
  ALARM_TOPIC: v.pipe(
    v.optional(v.pipe(v.string(), v.startsWith('arn:', 'must be the ARN of a topic'))),
    v.description(
      'ARN of the SNS topic that receives alarms. Default: alarms are visible in CloudWatch only.',
    ),
  ),
};

/**
 * Reads the configuration of a deployment.
 * @throws {Error} naming every variable with an invalid value
 */
export const readDeploySettings = readerOf(deploySettings);
