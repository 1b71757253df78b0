/** The keys of the connector's signatures and hashes, derived from what is configured. */
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { deriveKey } from '#lib/surfaces/shared/sealed.ts';
import { readConnectorConfig } from './settings.ts';

/** Good enough where Stripe is the sandbox on the same machine: nothing real can be read or signed with it. */
const LOCAL_SECRET = 'the secret of a connector that only talks to a sandbox';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Gives the key for one purpose (RFC 5869), so that what is made for one is worth nothing for another.
 * @throws {HttpError} 503 when no secret is configured and Stripe is not on this machine
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

/** What was derived, which takes longer than all else that is done for a call. */
const keys = new Map<string, Buffer>();
