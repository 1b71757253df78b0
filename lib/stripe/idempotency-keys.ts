/** Idempotency keys of calls that are made of several. */
import { createHash } from 'node:crypto';

/** Stripe takes keys of at most 255 characters; a derived one is shortened to a digest. */
export function keyOfStep(idempotencyKey: string, step: string | undefined): string {
  return step === undefined
    ? idempotencyKey
    : createHash('sha256').update(`${idempotencyKey}\n${step}`).digest('hex');
}
