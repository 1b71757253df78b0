/** A DynamoDB table: reads and conditional writes of single items, pages of an index, and batch reads. */
import { setTimeout as sleep } from 'node:timers/promises';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { AwsError, backoff, type CallAws } from './client.ts';

/** An item, or its key. */
export type Item = Readonly<Record<string, unknown>>;

/** The condition of a write: the item does not exist (`absent`), or has these attributes. */
export type Condition = 'absent' | Item;

/** A page of the items with one partition key. */
export interface PageOptions {
  /** The index to read; missing for the table itself. An index lags behind the table. */
  readonly index?: string | undefined;
  /** The name and value of the partition key. */
  readonly partition: readonly [name: string, value: string];
  /** The name of the sort key and the prefix of its values. */
  readonly prefix: readonly [name: string, value: string];
  /** The key to start after. */
  readonly after?: Item | undefined;
  readonly backwards: boolean;
  readonly limit: number;
}

/** A table. Attributes that are `undefined` are not written. */
export interface DynamoTable {
  get(key: Item): Promise<Item | undefined>;
  getAll(keys: readonly Item[]): Promise<Item[]>;
  /** Writes an item; returns `false` if the condition is not met. */
  put(item: Item, condition?: Condition): Promise<boolean>;
  /** Deletes an item; returns `false` if the condition is not met. */
  delete(key: Item, condition?: Condition): Promise<boolean>;
  page(options: PageOptions): Promise<{ items: Item[]; hasMore: boolean }>;
}

type AttributeValues = Parameters<typeof unmarshall>[0];

/** The maximum number of items in one BatchGetItem call. */
const BATCH = 100;

/** How often an overloaded DynamoDB may leave items of a batch unread. */
const BATCH_ATTEMPTS = 5;

/**
 * Returns access to a table. Reads are strongly consistent if DynamoDB supports it.
 * @param partitionKey the name of the table's partition key
 */
export function dynamoTable(callAws: CallAws, TableName: string, partitionKey: string): DynamoTable {
  const write = async (operation: 'PutItem' | 'DeleteItem', input: object, condition?: Condition) => {
    try {
      await callAws(operation, {
        TableName,
        ...input,
        ...(condition && expressionOf(condition, partitionKey)),
      });
      return true;
    } catch (error) {
      if (isUnmet(error)) {
        return false;
      }
      throw error;
    }
  };

  const batch = async (keys: readonly Item[]): Promise<Item[]> => {
    const items: Item[] = [];
    let wanted: object = { [TableName]: { Keys: keys.map(asAttributes), ConsistentRead: true } };
    for (let failures = 0; Object.keys(wanted).length > 0; failures += 1) {
      if (failures === BATCH_ATTEMPTS) {
        throw new AwsError(
          'ProvisionedThroughputExceededException',
          'BatchGetItem: items were left unread.',
          true,
        );
      }
      if (failures > 0) {
        await sleep(backoff('ThrottlingException', failures));
      }
      const { Responses, UnprocessedKeys } = await callAws('BatchGetItem', { RequestItems: wanted });
      const { [TableName]: found = [] } = (Responses ?? {}) as Record<string, AttributeValues[]>;
      items.push(...found.map((item) => unmarshall(item)));
      wanted = (UnprocessedKeys ?? {}) as object;
    }
    return items;
  };

  return {
    async get(key) {
      const { Item: found } = await callAws('GetItem', {
        TableName,
        Key: asAttributes(key),
        ConsistentRead: true,
      });
      return found === undefined ? undefined : unmarshall(found as AttributeValues);
    },

    async getAll(keys) {
      const items: Item[] = [];
      for (let start = 0; start < keys.length; start += BATCH) {
        items.push(...(await batch(keys.slice(start, start + BATCH))));
      }
      return items;
    },

    put: (item, condition) => write('PutItem', { Item: asAttributes(item) }, condition),

    delete: (key, condition) => write('DeleteItem', { Key: asAttributes(key) }, condition),

    async page({ index, partition, prefix, after, backwards, limit }) {
      const { Items, LastEvaluatedKey } = await callAws('Query', {
        TableName,
        ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
        KeyConditionExpression: '#partition = :partition AND begins_with(#sort, :prefix)',
        ExpressionAttributeNames: { '#partition': partition[0], '#sort': prefix[0] },
        ExpressionAttributeValues: asAttributes({ ':partition': partition[1], ':prefix': prefix[1] }),
        ...(after !== undefined && { ExclusiveStartKey: asAttributes(after) }),
        ScanIndexForward: !backwards,
        Limit: limit,
      });
      return {
        items: ((Items ?? []) as AttributeValues[]).map((item) => unmarshall(item)),
        hasMore: LastEvaluatedKey !== undefined,
      };
    },
  };
}

/** Whether a write failed because its condition is not met. */
export function isUnmet(error: unknown): boolean {
  return error instanceof AwsError && error.name === 'ConditionalCheckFailedException';
}

function asAttributes(item: Item): AttributeValues {
  return marshall(item, { removeUndefinedValues: true });
}

/** A condition in DynamoDB's syntax. Attribute names use placeholders, because some are reserved words. */
function expressionOf(condition: Condition, partitionKey: string): object {
  if (condition === 'absent') {
    return {
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': partitionKey },
    };
  }
  const names = Object.keys(condition);
  return {
    ConditionExpression: names.map((_, index) => `#a${index} = :a${index}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
    ExpressionAttributeValues: asAttributes(
      Object.fromEntries(names.map((name, index) => [`:a${index}`, condition[name]])),
    ),
  };
}
