/**
 * The rate limits of a connection. If RATE_LIMIT_TABLE is set, calls are counted in DynamoDB, across all functions and
 * instances. Otherwise each instance counts its own calls, so the effective limit is higher.
 */
import { createHash, createHmac } from 'node:crypto';
import { logProblem } from '#lib/endpoint/log.ts';
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

/** The limit for all calls of a connection. */
export const CALLS: Limit = { name: 'connector-calls', calls: 100, seconds: 60 };

/** The limit for polls of a connection and trigger. */
export const POLLS: Limit = { name: 'connector-polls', calls: 1, seconds: POLL_PERIOD };

/**
 * Counts a call of a connection.
 * @throws {HttpError} 429 if the limit is exceeded
 */
export async function admitCall(apiKey: string): Promise<void> {
  const key = keyOf(CALLS, apiKey);
  const count = await counting(CALLS, (counter) => counter.count(key));
  if (count.calls > CALLS.calls) {
    throw tooManyCalls(
      `This connection has made more than ${CALLS.calls} calls in ${CALLS.seconds} seconds.`,
      count,
    );
  }
}

/**
 * Counts a poll of a connection and trigger. A retry of a poll whose response was lost is allowed. It is recognized by
 * a hash of its state, which is stored with the count.
 * @returns a function that takes back the count if the poll fails: it returned nothing, and the first poll has no
 *   state to recognize a retry by
 * @throws {HttpError} 429 if the limit is exceeded
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

/** The key of a counter. The API key cannot be derived from it. */
function keyOf({ name }: Limit, apiKey: string, ...kind: string[]): string {
  const connection = createHmac('sha256', keyFor('connection')).update(apiKey).digest('base64url');
  return [name, connection, ...kind].join(':');
}

/** Counts in the table or, if that fails, in this process, so that calls still succeed. */
async function counting<T>(limit: Limit, use: (counter: Counter) => Promise<T>): Promise<T> {
  const { RATE_LIMIT_TABLE: table } = readConnectorConfig();
  if (table !== undefined) {
    try {
      return await use(counterFor(`${table} ${limit.name}`, () => tableCounter(table, limit.seconds)));
    } catch (error) {
      const problem = `The table ${table} cannot count calls: ${error}`;
      logProblem({ surface: 'connector', failure: 'aws_error', problem });
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
