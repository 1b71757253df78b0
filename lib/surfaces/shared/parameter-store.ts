/**
 * Fetches secrets from AWS Systems Manager or Secrets Manager. A setting contains a reference to a secret, and
 * functions fetch it when they first need it. Systems Manager also returns the secrets of Secrets Manager, under
 * /aws/reference/secretsmanager/.
 */

import { nameOfReference } from '#lib/config/references.ts';
import { awsClient } from '#lib/http/aws/client.ts';

/** The maximum number of attempts. */
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
  // If a reference includes a version (`:3`), Systems Manager returns the version separately from the name.
  const values = new Map(found.map(({ Name, Selector = '', Value }) => [Name + Selector, Value]));
  const absent = names.filter((name) => !values.has(name));
  if (absent.length > 0) {
    throw new Error(`Systems Manager has no parameter ${absent.join(', ')}.`);
  }
  return names.map((name) => values.get(name)!);
}
