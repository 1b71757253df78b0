/** The versions that all others are compared with. */
import { DESCRIBED_VERSION, TODAY } from '#lib/operations/operation.ts';

/** The default version of accounts, and the one that the code uses. */
export const DEFAULT_VERSION: string = DESCRIBED_VERSION;

/** The oldest version: the one before the first gate. */
export const OLDEST_VERSION = '2013-08-13';

/** The newest version. Kinds that were introduced after {@link DEFAULT_VERSION} are stored in its form. */
export const NEWEST_VERSION = TODAY;

/** Whether a version is later than the default: it has today's resources, and renders all objects in today's form. */
export function isLater(version: string): boolean {
  return version > DEFAULT_VERSION;
}
