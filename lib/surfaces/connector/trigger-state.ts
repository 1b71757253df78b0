/** The state of a polling trigger, which its caller stores: sealed text that fits in a URL. */
import * as v from 'valibot';
import { sealerWith } from '#lib/surfaces/shared/sealed.ts';
import { keyFor } from './secret.ts';

/** Defines the objects that the next poll returns. All times are in Unix seconds, by Stripe's clock. */
export interface TriggerState {
  /** Objects created up to this second have been returned, or are old. */
  readonly after: number;
  /** The end of the window: the next poll returns objects created up to this second. */
  readonly until: number;
  /** Old objects that were created after `after`. */
  readonly seen?: readonly string[];
  /** The last old object, where reading Stripe's list starts. */
  readonly cursor?: string | undefined;
  /** Whether the caller was asked to poll again immediately, because there are more objects. */
  readonly more?: true;
}

/** A state without field names, to keep the URL short. */
const packed = v.tuple([
  v.number(),
  v.number(),
  v.nullable(v.array(v.string())),
  v.nullable(v.string()),
  v.boolean(),
]);

/** Seals a state for one kind of trigger. */
export function signState(kind: string, { after, until, seen, cursor, more }: TriggerState): string {
  const content = [after, until, seen ?? null, cursor ?? null, more ?? false];
  return sealerWith(keyFor('state')).seal(content, kind);
}

/** Opens a sealed state; `undefined` if it was not sealed here, or for another kind of trigger. */
export function verifyState(kind: string, text: string): TriggerState | undefined {
  const content = sealerWith(keyFor('state')).open(text, kind);
  if (content === undefined) {
    return undefined;
  }
  const [after, until, seen, cursor, more] = v.parse(packed, content);
  return {
    after,
    until,
    ...(seen !== null && { seen }),
    ...(cursor !== null && { cursor }),
    ...(more && { more }),
  };
}
