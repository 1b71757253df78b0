/** The settings of the connector. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';
import { isReference, MAY_BE_REFERENCE } from '#lib/config/references.ts';

/** The minimum length of the secret, in the setting itself or behind a reference. */
export const SHORTEST_SECRET = 32;

/** The variables that the connector reads in addition to those of all functions. */
export const connectorSettings = {
  CONNECTOR_STATE_SECRET: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.check(
          (secret) => isReference(secret) || secret.length >= SHORTEST_SECRET,
          `must have at least ${SHORTEST_SECRET} characters`,
        ),
      ),
    ),
    v.description(
      `Secret used to sign trigger state and to hash API keys. Required unless STRIPE_API_BASE is a loopback address. ${MAY_BE_REFERENCE}`,
    ),
    v.metadata({ secret: true }),
  ),
  RATE_LIMIT_TABLE: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be the name of a DynamoDB table'))),
    v.description(
      'DynamoDB table in which the connector counts calls for its rate limits. Default: a table of the deployment; on this machine, each process counts its own calls.',
    ),
    v.metadata({ deployed: '{service}-{stage}-rate-limits' }),
  ),
};

/**
 * Reads the configuration of the connector.
 * @throws {SettingsError} naming every variable with an invalid value
 */
export const readConnectorConfig = readerOf(connectorSettings);
