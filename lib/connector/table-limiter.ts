/** Counts in DynamoDB. Loaded where a table is configured only: it brings AWS's client with it. */
import {
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import RateLimiterDynamo from 'rate-limiter-flexible/lib/RateLimiterDynamo.js';
import { requestHandler } from '#lib/aws-http.ts';
import type { Limit } from './rate-limits.ts';

/** A call waits for its count, and there is another way to count. */
const client = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: requestHandler({ connection: 500, answer: 1_000 }),
});

/** The calls that the limiter makes, out of the many that AWS's aggregated client would bring. */
const storeClient = {
  getItem: (input: GetItemCommandInput) => client.send(new GetItemCommand(input)),
  updateItem: (input: UpdateItemCommandInput) => client.send(new UpdateItemCommand(input)),
};

const limiters = new Map<string, RateLimiterAbstract>();

/** Gives the limiter of a table, which exists, with a string `key` for its key. */
export function tableLimiter(limit: Limit, tableName: string): RateLimiterAbstract {
  const name = `${tableName} ${limit.keyPrefix}`;
  const limiter =
    limiters.get(name) ??
    new RateLimiterDynamo({ ...limit, storeClient, tableName, tableCreated: true, ttlSet: true });
  limiters.set(name, limiter);
  return limiter;
}
