/** The state of a polling trigger, which its caller keeps: signed text that fits in a URL. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { keyFor } from './secret.ts';

/** Which objects a poll gives next. All times in Unix seconds, by Stripe's clock. */
export interface TriggerState {
  /** Objects made up to this second have been given, or are not new. */
  readonly after: number;
  /** The end of the first window: objects made up to this second, and no later ones, are what the next poll gives. */
  readonly until: number;
  /** Objects made since `after` that are not new all the same. */
  readonly seen?: readonly string[];
  /** The last object before the new ones: where to begin in Stripe's list. */
  readonly cursor?: string | undefined;
  /** The caller was asked to come back at once, for there is more. */
  readonly more?: true;
}

/** Short names: the state travels in a URL. */
const packed = v.strictObject({
  k: v.string(),
  a: v.number(),
  u: v.number(),
  s: v.optional(v.array(v.string())),
  c: v.optional(v.string()),
  m: v.optional(v.literal(1)),
});

/** Makes the text of a state. It holds for one kind of trigger. */
export function seal(kind: string, { after, until, seen, cursor, more }: TriggerState): string {
  const content: v.InferInput<typeof packed> = {
    k: kind,
    a: after,
    u: until,
    ...(seen !== undefined && { s: [...seen] }),
    ...(cursor !== undefined && { c: cursor }),
    ...(more && { m: 1 }),
  };
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${payload}.${signatureOf(payload).toString('base64url')}`;
}

/** Reads the text of a state; `undefined` when it was not sealed here, or for another kind of trigger. */
export function open(kind: string, text: string): TriggerState | undefined {
  const [payload = '', signature = '', ...rest] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(payload);
  if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) {
    return undefined;
  }
  const { k, a, u, s, c, m } = v.parse(
    packed,
    JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
  );
  return k === kind
    ? {
        after: a,
        until: u,
        ...(s !== undefined && { seen: s }),
        ...(c !== undefined && { cursor: c }),
        ...(m !== undefined && { more: true }),
      }
    : undefined;
}

function signatureOf(payload: string): Buffer {
  return createHmac('sha256', keyFor('state')).update(payload).digest();
}
