/**
 * How often a connection may call. Calls are counted in DynamoDB where RATE_LIMIT_TABLE names a table, across all
 * functions and instances; otherwise each instance of each function counts its own, so a caller may get that many
 * times as far. The table's key is the string `key`. There are three records for each connection and trigger, which
 * are used again and again.
 */
import { createHash, createHmac } from 'node:crypto';
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import { readConfig } from '#lib/config.ts';
import { HttpError } from '#lib/errors.ts';
import { readConnectorConfig } from './config.ts';
import { POLL_PERIOD } from './polling.ts';
import { keyFor } from './secret.ts';

/** So many points in so many seconds. */
export interface Limit {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
}

/** All calls of a connection. */
export const CALLS: Limit = { keyPrefix: 'connector-calls', points: 100, duration: 60 };

/** Polls of a connection and trigger. */
export const POLLS: Limit = { keyPrefix: 'connector-polls', points: 1, duration: POLL_PERIOD };

/**
 * Counts a call of a connection.
 * @throws {HttpError} 429 when it is one too many
 */
export async function admitCall(apiKey: string): Promise<void> {
  const refused = await consume(CALLS, connectionOf(apiKey));
  if (refused !== undefined) {
    throw tooMany(
      `This connection has made more than ${CALLS.points} calls in ${CALLS.duration} seconds.`,
      refused,
    );
  }
}

/**
 * Counts a poll of a connection and trigger. A poll that is repeated does not count: its answer was lost, and should
 * not be for the limit's sake. Which one was admitted last is kept beside the count, as a number made of its state.
 * @returns what forgets a poll that was counted, for one that fails: it gave nothing, and a first poll has no state that
 *   a repetition could be known by
 * @throws {HttpError} 429 when it is one too many
 */
export async function admitPoll(
  apiKey: string,
  kind: string,
  state: string | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const key = `${connectionOf(apiKey)}:${kind}`;
  const lastKey = `${key}:last`;
  const refused = await consume(POLLS, key);
  if (refused === undefined) {
    await counting(POLLS, (limiter) => limiter.set(lastKey, fingerprint(state), POLLS.duration));
    return async () => {
      await counting(POLLS, (limiter) => limiter.set(key, 0, AT_ONCE));
    };
  }
  const last = await counting(POLLS, (limiter) => limiter.get(lastKey));
  if (state === undefined || last?.consumedPoints !== fingerprint(state)) {
    throw tooMany(
      `This trigger was polled over this connection less than ${POLLS.duration} seconds ago.`,
      refused,
    );
  }
  return undefined;
}

/** In how many seconds a count that is forgotten ends; with 0 it never would. */
const AT_ONCE = 0.001;

/** What a connection is known by; its key cannot be told from it. */
function connectionOf(apiKey: string): string {
  return createHmac('sha256', keyFor('connection')).update(apiKey).digest('base64url');
}

function fingerprint(state = ''): number {
  return createHash('sha256').update(state).digest().readUInt32BE();
}

function tooMany(what: string, { msBeforeNext }: RateLimiterRes): HttpError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new HttpError(429, `${what} Try again in ${seconds} seconds.`, { 'Retry-After': `${seconds}` });
}

/** Takes a point; gives what is left of the time when there is none. */
async function consume(limit: Limit, key: string): Promise<RateLimiterRes | undefined> {
  return counting(limit, async (limiter) => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (refused) {
      if (refused instanceof Error) {
        throw refused;
      }
      return refused as RateLimiterRes;
    }
  });
}

/** Counts in the table; while that fails, here, for calls must not fail with it. */
async function counting<T>(limit: Limit, count: (limiter: RateLimiterAbstract) => Promise<T>): Promise<T> {
  const { RATE_LIMIT_TABLE: table } = readConnectorConfig();
  if (table !== undefined) {
    try {
      const { tableLimiter } = await import('./table-limiter.ts');
      return await count(tableLimiter(limit, table));
    } catch (error) {
      if (readConfig().LOG_LEVEL !== 'silent') {
        const problem = `Calls cannot be counted in the table ${table}: ${error}`;
        console.error(JSON.stringify({ level: 'error', time: new Date().toISOString(), problem }));
      }
    }
  }
  return count(memoryLimiter(limit));
}

const limiters = new Map<Limit, RateLimiterAbstract>();

function memoryLimiter(limit: Limit): RateLimiterAbstract {
  const limiter = limiters.get(limit) ?? new RateLimiterMemory(limit);
  limiters.set(limit, limiter);
  return limiter;
}
