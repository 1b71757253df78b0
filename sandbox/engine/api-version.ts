/** The versions that the others are reckoned from. */
import { DESCRIBED_VERSION, TODAY } from '#lib/operations/operation.ts';

/** What accounts of the sandbox are on; it is spoken inside. */
export const DEFAULT_VERSION: string = DESCRIBED_VERSION;

/** The version of the first gate's older side. */
export const OLDEST_VERSION = '2013-08-13';

/** The newest version: what exists only since {@link DEFAULT_VERSION} is spoken of as it has it. */
export const NEWEST_VERSION = TODAY;

/** Whether a version came after the one that is spoken inside: it has today's resources, and shows others as today. */
export function isLater(version: string): boolean {
  return version > DEFAULT_VERSION;
}
