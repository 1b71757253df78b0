/** What a call came to, whatever surface it was made through. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Reply } from '../helpers/api.ts';
import { call, type Received, type Sent } from '../helpers/call.ts';

/** The end of one call. */
export type Outcome =
  | { readonly kind: 'done'; readonly object: Reply }
  /** It may well succeed when it is repeated, with that key where the call has one. */
  | { readonly kind: 'again'; readonly key: string | undefined; readonly status: number }
  | { readonly kind: 'refused'; readonly status: number; readonly error: Reply };

/** Reads a reply: Stripe's object or error, or a block's envelope around it. */
export function outcomeOf({ status, headers, body }: Received): Outcome {
  const isEnvelope = body?.callback !== undefined;
  const told = isEnvelope ? body.contextWrites['#'].to : (body?.error ?? body);
  if (isEnvelope ? body.callback === 'success' : status < 300) {
    return { kind: 'done', object: told };
  }
  const answered: number = told.http_status ?? status;
  return told.retryable === true || isPassing(answered, told.code, headers)
    ? { kind: 'again', key: told.idempotency_key ?? headers['idempotency-key'], status: answered }
    : { kind: 'refused', status: answered, error: told };
}

/** Whether a reply in Stripe's own form, which has no word for it, says that the call may be repeated. */
function isPassing(status: number, code: string | undefined, headers: Received['headers']): boolean {
  // Before 2015-09-08, too many requests were 400.
  const passes = [409, 429].includes(status) || status >= 500 || code === 'rate_limit';
  return passes && headers['idempotent-replayed'] !== 'true';
}

/** A final answer. */
export type Final = Exclude<Outcome, { kind: 'again' }>;

/** Calls that do not come to an end are given up after so many. */
const MOST_CALLS = 30;

/**
 * Calls until there is a final answer, each time with the same idempotency key.
 * @throws {Error} when there is none after many calls
 */
export async function untilFinal(
  handler: Handler,
  sent: Sent,
  idempotencyKey: string,
): Promise<{ outcome: Final; calls: number }> {
  const headers = { ...sent.headers, 'Idempotency-Key': idempotencyKey };
  for (let calls = 1; calls <= MOST_CALLS; calls += 1) {
    const outcome = outcomeOf(await call(handler, { ...sent, headers }));
    if (outcome.kind !== 'again') {
      return { outcome, calls };
    }
  }
  throw new Error(`${idempotencyKey}: no final answer after ${MOST_CALLS} calls.`);
}
