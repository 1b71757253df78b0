/** The IDs of objects, in Stripe's format of 2016. */
import { base62, type Random } from './random.ts';

/** The format of a kind's IDs, such as `ch_` and 24 characters. */
export interface IdForm {
  readonly prefix: string;
  /** The number of characters after the prefix. */
  readonly length: number;
}

/** Long IDs count seconds from this time; derived from recorded objects with known `created`. */
const EPOCH = 426_256_548;
const OWNER_LENGTH = 10;

/**
 * Generates an ID. Long ones contain the time (6 characters), the account (10) and 8 random characters, as in
 * `ch_18zQ40` `2eZvKYlo2C` `vQYLBOJ4`; short ones are random.
 */
export function makeId({ prefix, length }: IdForm, account: string, now: number, random: Random): string {
  if (length <= 16) {
    return `${prefix}_${random.text(length)}`;
  }
  return `${prefix}_${base62(now - EPOCH, 6)}${ownerPart(account)}${random.text(length - 6 - OWNER_LENGTH)}`;
}

/** Returns the part that an account's ID and the long IDs of its objects share; meaningless for other IDs. */
export function ownerPart(id: string): string {
  const random = id.slice(id.indexOf('_') + 1);
  return random.slice(6, 6 + OWNER_LENGTH);
}
