/**
 * Secrets that are kept in AWS Systems Manager or Secrets Manager: a setting holds a reference to one, and functions fetch
 * it when they first need it. Systems Manager gives those of Secrets Manager too, under /aws/reference/secretsmanager/.
 */

import { nameOfReference } from '#lib/config/references.ts';
import { awsClient } from '#lib/http/aws/client.ts';

/** How often Systems Manager is asked at most. */
const ATTEMPTS = 3;

/** The maximum time to connect, in milliseconds. */
const CONNECTION_TIMEOUT = 1_000;

/**
 * Fetches the decrypted values of parameters, in the order of their references.
 * @param timeout the timeout of a request, in milliseconds
 * @throws {Error} naming the parameters that do not exist
 */
export async function fetchParameters(references: readonly string[], timeout: number): Promise<string[]> {
  const timeouts = { connection: Math.min(CONNECTION_TIMEOUT, timeout), answer: timeout };
  const callSsm = awsClient({ service: 'ssm', attempts: ATTEMPTS, timeouts });
  const names = references.map(nameOfReference);
  const { Parameters: found = [] } = (await callSsm('GetParameters', {
    Names: [...new Set(names)],
    WithDecryption: true,
  })) as { Parameters?: { Name: string; Selector?: string; Value: string }[] };
  // Of a name with a version, Systems Manager gives the version (`:3`) apart.
  const values = new Map(found.map(({ Name, Selector = '', Value }) => [Name + Selector, Value]));
  const absent = names.filter((name) => !values.has(name));
  if (absent.length > 0) {
    throw new Error(`Systems Manager has no parameter ${absent.join(', ')}.`);
  }
  return names.map((name) => values.get(name)!);
}
