/** The state of a polling trigger, which its caller keeps: sealed text that fits in a URL. */
import * as v from 'valibot';
import { sealerWith } from '#lib/surfaces/shared/sealed.ts';
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

/** A state without the names of its fields: it travels in a URL. */
const packed = v.tuple([
  v.number(),
  v.number(),
  v.nullable(v.array(v.string())),
  v.nullable(v.string()),
  v.boolean(),
]);

/** Makes the text of a state. It holds for one kind of trigger. */
export function signState(kind: string, { after, until, seen, cursor, more }: TriggerState): string {
  const content = [after, until, seen ?? null, cursor ?? null, more ?? false];
  return sealerWith(keyFor('state')).seal(content, kind);
}

/** Reads the text of a state; `undefined` when it was not sealed here, or for another kind of trigger. */
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
