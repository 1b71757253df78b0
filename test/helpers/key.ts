/** Keys of the sandbox. */
import { randomUUID } from 'node:crypto';

/** A key that nobody used before: the sandbox keeps an empty account of its own for it. */
export function testKey(): string {
  return `sk_test_${randomUUID().replaceAll('-', '')}`;
}
