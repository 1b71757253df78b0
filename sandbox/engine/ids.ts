/** The ids of objects, formed as Stripe formed them in 2016. */
import { base62, type Random } from './random.ts';

/** How the ids of one kind of object look: `ch_` and 24 characters, say. */
export interface IdForm {
  readonly prefix: string;
  /** How many characters follow the prefix. */
  readonly length: number;
}

/** Long ids count their seconds from here; read off recorded objects, whose `created` is known. */
const EPOCH = 426_256_548;
const OWNER_LENGTH = 10;

/**
 * Makes an id. Long ones hold when they were made (6 characters), whose they are (10) and 8 random characters, as in
 * `ch_18zQ40` `2eZvKYlo2C` `vQYLBOJ4`; short ones are random.
 */
export function makeId({ prefix, length }: IdForm, account: string, now: number, random: Random): string {
  if (length <= 16) {
    return `${prefix}_${random.text(length)}`;
  }
  return `${prefix}_${base62(now - EPOCH, 6)}${ownerPart(account)}${random.text(length - 6 - OWNER_LENGTH)}`;
}

/** What an account's id and the long ids of its objects have in common; of other ids, nothing that means anything. */
export function ownerPart(id: string): string {
  const random = id.slice(id.indexOf('_') + 1);
  return random.slice(6, 6 + OWNER_LENGTH);
}
