/** What only the functions of the connector read. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';

/** Every variable that the connector reads beyond those of all functions. */
export const connectorSettings = {
  CONNECTOR_STATE_SECRET: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters'))),
    v.description(
      'What the states of the connector’s triggers are signed with, and its callers’ keys hashed. Needed unless Stripe is on this machine, as the sandbox is.',
    ),
  ),
  RATE_LIMIT_TABLE: v.pipe(
    v.optional(v.string()),
    v.description(
      'The DynamoDB table that the connector’s calls are counted in. Default: each instance counts its own.',
    ),
  ),
};

/**
 * Reads the configuration of the connector.
 * @throws {Error} naming every variable that does not fit
 */
export const readConnectorConfig = readerOf(connectorSettings);
