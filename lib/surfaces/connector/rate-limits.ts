/**
 * How often a connection may call. Calls are counted in DynamoDB where RATE_LIMIT_TABLE names a table, across all
 * functions and instances; otherwise each instance of each function counts its own, so a caller may get that many
 * times as far.
 */
import { createHash, createHmac } from 'node:crypto';
import { readConfig } from '#lib/config/config.ts';
import {
  type Count,
  type Counter,
  memoryCounter,
  tableCounter,
  tooManyCalls,
} from '#lib/surfaces/shared/rate-limit.ts';
import type { Limit } from './limit.ts';
import { POLL_PERIOD } from './polling.ts';
import { keyFor } from './secret.ts';
import { readConnectorConfig } from './settings.ts';

/** All calls of a connection. */
export const CALLS: Limit = { name: 'connector-calls', calls: 100, seconds: 60 };

/** Polls of a connection and trigger. */
export const POLLS: Limit = { name: 'connector-polls', calls: 1, seconds: POLL_PERIOD };

/**
 * Counts a call of a connection.
 * @throws {HttpError} 429 when it is one too many
 */
export async function admitCall(apiKey: string): Promise<void> {
  const count = await counting(CALLS, (counter) => counter.count(keyOf(CALLS, apiKey)));
  if (count.calls > CALLS.calls) {
    throw tooManyCalls(
      `This connection has made more than ${CALLS.calls} calls in ${CALLS.seconds} seconds.`,
      count,
    );
  }
}

/**
 * Counts a poll of a connection and trigger. A poll that is repeated is admitted: its answer was lost, and should not be
 * for the limit's sake. It is known by a mark made of its state, which is kept beside the count.
 * @returns what forgets a poll that was counted, for one that fails: it gave nothing, and a first poll has no state that
 *   a repetition could be known by
 * @throws {HttpError} 429 when it is one too many
 */
export async function admitPoll(
  apiKey: string,
  kind: string,
  state: string | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const key = keyOf(POLLS, apiKey, kind);
  const mark = createHash('sha256')
    .update(state ?? '')
    .digest('base64url');
  const count: Count = await counting(POLLS, (counter) => counter.count(key, mark));
  if (count.calls <= POLLS.calls) {
    return () => counting(POLLS, (counter) => counter.forget(key));
  }
  if (state === undefined || count.mark !== mark) {
    throw tooManyCalls(`This connection polled this trigger less than ${POLLS.seconds} seconds ago.`, count);
  }
  return undefined;
}

/** What a connection is counted by; its key cannot be told from it. */
function keyOf({ name }: Limit, apiKey: string, ...kind: string[]): string {
  const connection = createHmac('sha256', keyFor('connection')).update(apiKey).digest('base64url');
  return [name, connection, ...kind].join(':');
}

/** Counts in the table; while that fails, here, for calls must not fail with it. */
async function counting<T>(limit: Limit, use: (counter: Counter) => Promise<T>): Promise<T> {
  const { RATE_LIMIT_TABLE: table } = readConnectorConfig();
  if (table !== undefined) {
    try {
      return await use(counterFor(`${table} ${limit.name}`, () => tableCounter(table, limit.seconds)));
    } catch (error) {
      if (readConfig().LOG_LEVEL !== 'silent') {
        const problem = `The table ${table} cannot count calls: ${error}`;
        console.error(JSON.stringify({ level: 'error', time: new Date().toISOString(), problem }));
      }
    }
  }
  return use(counterFor(limit.name, () => memoryCounter(limit.seconds)));
}

const counters = new Map<string, Counter>();

function counterFor(name: string, make: () => Counter): Counter {
  const counter = counters.get(name) ?? make();
  counters.set(name, counter);
  return counter;
}
