/** Rate limits with fixed windows, counted by this process or in a DynamoDB table that all instances share. */
import { awsClient } from '#lib/http/aws/client.ts';
import { isUnmet } from '#lib/http/aws/dynamodb.ts';
import { HttpError } from '#lib/http/errors.ts';

/** The count of a key. */
export interface Count {
  /** The number of calls in the current window, including this one. */
  readonly calls: number;
  /** The end of the window, in milliseconds since 1970. */
  readonly ends: number;
  /** The mark of the window's first call. */
  readonly mark: string | undefined;
}

/** Counts calls by key. The first call opens a window; the others count until it ends. */
export interface Counter {
  count(key: string, mark?: string): Promise<Count>;
  /** Ends a key's window immediately. */
  forget(key: string): Promise<void>;
}

/** Counts in this process. */
export function memoryCounter(seconds: number): Counter {
  const windows = new Map<string, Count>();
  return {
    async count(key, mark) {
      const now = Date.now();
      // All windows have the same length, so the first ones in the map end first.
      for (const [old, { ends }] of windows) {
        if (ends > now) {
          break;
        }
        windows.delete(old);
      }
      const { calls, ...open } = windows.get(key) ?? { calls: 0, ends: now + seconds * 1000, mark };
      const counted = { calls: calls + 1, ...open };
      windows.set(key, counted);
      return counted;
    },

    async forget(key) {
      windows.delete(key);
    },
  };
}

/** The timeouts of a count, in milliseconds. They are short, because calls wait for it and there is a fallback. */
const TIMEOUTS = { connection: 500, answer: 1_000 };

/**
 * Counts in a table whose partition key is the string `key`. Each key has one item, which is reused: `points` is the
 * number of calls, `expire` (Unix seconds) the end of the window, usable as the table's time to live.
 */
export function tableCounter(TableName: string, seconds: number): Counter {
  const callAws = awsClient({ service: 'dynamodb', attempts: 2, timeouts: TIMEOUTS });
  const update = async (
    key: string,
    values: Readonly<Record<string, object>>,
    UpdateExpression: string,
    ConditionExpression?: string,
  ): Promise<Count | undefined> => {
    try {
      const { Attributes } = await callAws('UpdateItem', {
        TableName,
        Key: { key: { S: key } },
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeNames: Object.fromEntries(
          (`${UpdateExpression} ${ConditionExpression}`.match(/#\w+/g) ?? []).map((name) => [
            name,
            name.slice(1),
          ]),
        ),
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      });
      const { points, expire, mark } = Attributes as Record<string, { N: string; S: string }>;
      return { calls: Number(points!.N), ends: Number(expire!.N) * 1000, mark: mark?.S };
    } catch (error) {
      if (isUnmet(error)) {
        return undefined;
      }
      throw error;
    }
  };

  return {
    async count(key, mark = '') {
      for (;;) {
        const time = Date.now() / 1000;
        const now = { N: `${time}` };
        const one = { N: '1' };
        const joined = await update(key, { ':one': one, ':now': now }, 'ADD #points :one', '#expire > :now');
        const opened =
          joined ??
          (await update(
            key,
            {
              ':one': one,
              ':now': now,
              ':end': { N: `${Math.floor(time) + seconds}` },
              ':mark': { S: mark },
            },
            'SET #points = :one, #expire = :end, #mark = :mark',
            'attribute_not_exists(#expire) OR #expire <= :now',
          ));
        // If neither succeeded, another call opened a window in between.
        if (opened !== undefined) {
          return opened;
        }
      }
    },

    async forget(key) {
      await update(
        key,
        { ':none': { N: '0' }, ':now': { N: `${Math.floor(Date.now() / 1000)}` } },
        'SET #points = :none, #expire = :now',
      );
    },
  };
}

/** The error for exceeding a rate limit: 429 with `Retry-After`. */
export function tooManyCalls(what: string, { ends }: Count): HttpError {
  const seconds = Math.max(1, Math.ceil((ends - Date.now()) / 1000));
  return new HttpError('rate_limit', `${what} Retry in ${seconds} seconds.`, { 'Retry-After': `${seconds}` });
}
