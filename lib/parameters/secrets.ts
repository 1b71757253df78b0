/** Determines which parts of a parameter's value are secret. */
import type { Parameter } from './parameters.ts';

/** Whether the value at a path inside a parameter may contain a secret. */
export function holdsSecret(parameter: Parameter, [name, ...rest]: readonly string[] = []): boolean {
  const { fields = {}, secret } = parameter;
  if (secret || name === undefined || !Object.hasOwn(fields, name)) {
    return secret === true || Object.values(fields).some((field) => holdsSecret(field));
  }
  return holdsSecret(fields[name]!, rest);
}
