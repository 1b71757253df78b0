/** How often an account may call, within one instance of a function. */
import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import { HttpError } from '#lib/errors.ts';

const MINUTE = 60;

/**
 * Makes the check of an account's calls.
 * It throws {@link HttpError} 429 when there were more of them within a minute.
 * @param callsPerMinute 0 for any number
 */
export function rateLimiter(callsPerMinute: number): (account: string) => Promise<void> {
  if (callsPerMinute === 0) {
    return async () => undefined;
  }
  const limiter = new RateLimiterMemory({ points: callsPerMinute, duration: MINUTE });
  return async (account) => {
    try {
      await limiter.consume(account);
    } catch (error) {
      if (error instanceof Error) {
        throw error;
      }
      const { msBeforeNext } = error as RateLimiterRes;
      const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
      throw new HttpError(
        429,
        `The account may make ${callsPerMinute} calls a minute; the next one in ${seconds} seconds.`,
        { 'Retry-After': `${seconds}` },
      );
    }
  };
}
