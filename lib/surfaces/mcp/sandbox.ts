/** Whether Stripe is the sandbox. */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is on this machine in Stripe's place is taken for the sandbox. */
export function isSandboxAt(stripe: string): boolean {
  return LOOPBACK.test(new URL(stripe).hostname);
}
