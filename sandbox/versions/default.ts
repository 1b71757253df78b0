/** The first and the last of the versions that the sandbox knows. */
import { DESCRIBED_VERSION } from '#lib/stripe/operation.ts';

/** What accounts of the sandbox are on; it is spoken inside. */
export const DEFAULT_VERSION = DESCRIBED_VERSION;

/** The version of the first gate's older side. */
export const OLDEST_VERSION = '2013-08-13';
