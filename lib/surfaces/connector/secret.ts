/** Derives the connector's keys for signatures and hashes from the configured secret. */
import { readConfig } from '#lib/config/config.ts';
import { isReference } from '#lib/config/references.ts';
import { HttpError } from '#lib/http/errors.ts';
import { fetchParameters } from '#lib/surfaces/shared/parameter-store.ts';
import { deriveKey } from '#lib/surfaces/shared/sealed.ts';
import { readConnectorConfig, SHORTEST_SECRET } from './settings.ts';

/** Used only with the sandbox on this machine, where there is nothing to protect. */
const LOCAL_SECRET = 'the secret of a connector that only talks to a sandbox';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The timeout of Systems Manager, in milliseconds. */
const TIMEOUT = 3_000;

/** Checks whether Stripe's URL is on this machine. */
export function isOnThisMachine(address: string): boolean {
  return LOOPBACK.test(new URL(address).hostname);
}

/**
 * Returns why the connector rejects all calls with these settings, or undefined if it accepts them. A secret that they
 * refer to is not fetched.
 */
export function connectorProblem(environment: NodeJS.ProcessEnv): string | undefined {
  const isUnset = readConnectorConfig(environment).CONNECTOR_STATE_SECRET === undefined;
  return isUnset && !isOnThisMachine(readConfig(environment).STRIPE_API_BASE)
    ? 'CONNECTOR_STATE_SECRET is not set.'
    : undefined;
}

/** The fetched secrets, by reference. */
const fetched = new Map<string, Promise<string>>();

/** The secret that the last call of {@link loadSecret} fetched. */
let loaded: { readonly reference: string; readonly secret: string } | undefined;

/**
 * Fetches the secret once per process, if the setting is a reference.
 * @throws {HttpError} 503 if it cannot be fetched or is too short
 */
export async function loadSecret(): Promise<void> {
  const { CONNECTOR_STATE_SECRET: reference } = readConnectorConfig();
  if (reference === undefined || !isReference(reference) || loaded?.reference === reference) {
    return;
  }
  const secret = fetched.get(reference) ?? fetchSecret(reference);
  fetched.set(reference, secret);
  try {
    loaded = { reference, secret: await secret };
  } catch (error) {
    // The next call retries, because the secret may exist by then.
    fetched.delete(reference);
    throw new HttpError(
      'not_configured',
      'The connector is not configured. The log says what is missing.',
      { 'Retry-After': '5' },
      error,
    );
  }
}

async function fetchSecret(reference: string): Promise<string> {
  const [secret = ''] = await fetchParameters([reference], TIMEOUT);
  if (secret.length < SHORTEST_SECRET) {
    throw new Error(`CONNECTOR_STATE_SECRET must have at least ${SHORTEST_SECRET} characters.`);
  }
  return secret;
}

/**
 * Derives the key for one purpose (RFC 5869), so that a signature for one purpose is invalid for another.
 * @throws {HttpError} 503 if no secret is configured and Stripe is not on this machine
 */
export function keyFor(purpose: 'state' | 'connection'): Buffer {
  const secret = currentSecret();
  const known = `${purpose} ${secret}`;
  const key = keys.get(known) ?? deriveKey(secret, `stripe-socket connector ${purpose}`);
  keys.set(known, key);
  return key;
}

function currentSecret(): string {
  const { CONNECTOR_STATE_SECRET: configured } = readConnectorConfig();
  if (configured !== undefined && isReference(configured)) {
    if (loaded?.reference !== configured) {
      throw new Error('The secret of the connector is used before it was fetched.');
    }
    return loaded.secret;
  }
  if (configured === undefined && !isOnThisMachine(readConfig().STRIPE_API_BASE)) {
    throw new HttpError('not_configured', 'The connector is not configured: set CONNECTOR_STATE_SECRET.');
  }
  return configured ?? LOCAL_SECRET;
}

/** Caches derived keys, because deriving one takes longer than the rest of a call. */
const keys = new Map<string, Buffer>();
