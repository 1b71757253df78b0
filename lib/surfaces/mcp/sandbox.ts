/** Whether Stripe is the sandbox. */

/** What is called without TLS in Stripe's place is taken for the sandbox, on this machine or in a container beside it. */
export function isSandboxAt(stripe: string): boolean {
  return new URL(stripe).protocol === 'http:';
}
