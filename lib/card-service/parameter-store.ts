/** Secrets kept in AWS Systems Manager; those of AWS Secrets Manager are there under /aws/reference/secretsmanager/. */

const PREFIX = 'ssm:';

/** Whether a value of the configuration names a parameter instead of being what it says. */
export function isReference(value: string): boolean {
  return value.startsWith(`${PREFIX}/`);
}

/**
 * Fetches the decrypted values of parameters, in the order of their references. The client is loaded only here: who
 * has no references, as on a laptop, does without it.
 * @param timeout how long one answer may take, in milliseconds
 * @throws {Error} naming the parameters that do not exist
 */
export async function fetchParameters(references: readonly string[], timeout: number): Promise<string[]> {
  const { getParameters } = await import('./systems-manager.ts');
  const names = references.map((reference) => reference.slice(PREFIX.length));
  const values = await getParameters([...new Set(names)], timeout);
  const absent = names.filter((name) => values.get(name) === undefined);
  if (absent.length > 0) {
    throw new Error(`There is no parameter ${absent.join(', ')} in Systems Manager.`);
  }
  return names.map((name) => values.get(name)!);
}
