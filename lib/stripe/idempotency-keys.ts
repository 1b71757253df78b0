/** Idempotency keys for calls that have several steps. */
import { createHash } from 'node:crypto';

/** The key of a step. It is hashed, because Stripe limits keys to 255 characters. */
export function keyOfStep(idempotencyKey: string, step: string | undefined): string {
  return step === undefined
    ? idempotencyKey
    : createHash('sha256').update(`${idempotencyKey}\n${step}`).digest('hex');
}
