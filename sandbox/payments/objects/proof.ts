/** What the check of an identity number found. */

/** What came of checking a number; of those that are not for tests nothing does. */
export type VerificationResult = 'valid' | 'invalid' | 'unproven';
