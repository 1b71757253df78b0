/** The results of checking an identity number. */

/** The result of checking a number; numbers that are not test numbers stay unproven. */
export type VerificationResult = 'valid' | 'invalid' | 'unproven';
