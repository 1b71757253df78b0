/** The settings of the connector. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';

/** Every variable that the connector reads beyond those of all functions. */
export const connectorSettings = {
  CONNECTOR_STATE_SECRET: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters'))),
    v.description(
      'Secret used to sign trigger state and to hash API keys. Required unless STRIPE_API_BASE is a loopback address.',
    ),
  ),
  RATE_LIMIT_TABLE: v.pipe(
    v.optional(v.string()),
    v.description(
      'DynamoDB table in which the connector counts calls for its rate limits. Default: each instance counts its own calls.',
    ),
  ),
};

/**
 * Reads the configuration of the connector.
 * @throws {Error} naming every variable with an invalid value
 */
export const readConnectorConfig = readerOf(connectorSettings);
