/** Derives the connector's signing and hashing keys from the configured secret. */
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { deriveKey } from '#lib/surfaces/shared/sealed.ts';
import { readConnectorConfig } from './settings.ts';

/** Used only with the sandbox on this machine, where there is nothing to protect. */
const LOCAL_SECRET = 'the secret of a connector that only talks to a sandbox';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Derives the key for one purpose (RFC 5869), so that a signature for one purpose is invalid for another.
 * @throws {HttpError} 503 if no secret is configured and Stripe is not on this machine
 */
export function keyFor(purpose: 'state' | 'connection'): Buffer {
  const local = LOOPBACK.test(new URL(readConfig().STRIPE_API_BASE).hostname) ? LOCAL_SECRET : undefined;
  const secret = readConnectorConfig().CONNECTOR_STATE_SECRET ?? local;
  if (secret === undefined) {
    throw new HttpError('not_configured', 'The connector is not configured: set CONNECTOR_STATE_SECRET.');
  }
  const known = `${purpose} ${secret}`;
  const key = keys.get(known) ?? deriveKey(secret, `stripe-socket connector ${purpose}`);
  keys.set(known, key);
  return key;
}

/** Caches derived keys, because deriving one takes longer than the rest of a call. */
const keys = new Map<string, Buffer>();
