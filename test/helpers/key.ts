/** Keys of the sandbox. */
import { randomUUID } from 'node:crypto';

/** Returns a new key, for which the sandbox has an empty account. */
export function testKey(): string {
  return `sk_test_${randomUUID().replaceAll('-', '')}`;
}
