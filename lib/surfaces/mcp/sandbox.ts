/** Checks whether Stripe is the sandbox. */

/** Checks for a URL without TLS, which must be the sandbox on this machine or in another container. */
export function isSandboxAt(stripe: string): boolean {
  return new URL(stripe).protocol === 'http:';
}
