/** Secrets kept in AWS Systems Manager; those of AWS Secrets Manager are there under /aws/reference/secretsmanager/. */
import { awsClient } from '#lib/http/aws/client.ts';

const PREFIX = 'ssm:';

/** Whether a value of the configuration names a parameter instead of being what it says. */
export function isReference(value: string): boolean {
  return value.startsWith(`${PREFIX}/`);
}

/** How often Systems Manager is asked at most. */
const ATTEMPTS = 3;

/** The longest wait for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 1_000;

/**
 * Fetches the decrypted values of parameters, in the order of their references.
 * @param timeout how long one answer may take, in milliseconds
 * @throws {Error} naming the parameters that do not exist
 */
export async function fetchParameters(references: readonly string[], timeout: number): Promise<string[]> {
  const timeouts = { connection: Math.min(CONNECTION_TIMEOUT, timeout), answer: timeout };
  const callSsm = awsClient({ service: 'ssm', attempts: ATTEMPTS, timeouts });
  const names = references.map((reference) => reference.slice(PREFIX.length));
  const { Parameters: found = [] } = (await callSsm('GetParameters', {
    Names: [...new Set(names)],
    WithDecryption: true,
  })) as { Parameters?: { Name: string; Value: string }[] };
  const values = new Map(found.map(({ Name, Value }) => [Name, Value]));
  const absent = names.filter((name) => !values.has(name));
  if (absent.length > 0) {
    throw new Error(`Systems Manager has no parameter ${absent.join(', ')}.`);
  }
  return names.map((name) => values.get(name)!);
}
