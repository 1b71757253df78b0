/**
 * The single table of the card service. Its keys and the attribute `_type` follow OneTable, so tables that OneTable
 * filled remain readable.
 */
import { awsClient, type CallAws } from '#lib/http/aws/client.ts';
import { type DynamoTable, dynamoTable } from '#lib/http/aws/dynamodb.ts';

/** The keys of the records. */
export const keys = {
  account: (accountId: string) => ({ pk: `account#${accountId}`, sk: 'account#' }),
  cards: (accountId: string) => ({ pk: `account#${accountId}`, sk: 'card#' }),
  card: (accountId: string, id: string) => ({ pk: `account#${accountId}`, sk: `card#${id}` }),
  allCards: { gs1pk: 'card#', gs1sk: 'card#' },
  cardOfAll: (id: string) => ({ gs1pk: 'card#', gs1sk: `card#${id}` }),
  customer: (stripeCustomerId: string) => ({ pk: `customer#${stripeCustomerId}`, sk: 'customer#' }),
  attempt: (accountId: string, digest: string) => ({ pk: `account#${accountId}`, sk: `attempt#${digest}` }),
  deletion: (stripeCardId: string) => ({ pk: `deletion#${stripeCardId}`, sk: 'deletion#' }),
  event: (id: string) => ({ pk: `event#${id}`, sk: 'event#' }),
};

/**
 * The definition of the table. It stores an account together with its cards, in order of submission. The index `gs1`
 * has the cards of all accounts in the same order.
 */
export const TABLE_DEFINITION = {
  AttributeDefinitions: ['pk', 'sk', 'gs1pk', 'gs1sk'].map((name) => ({
    AttributeName: name,
    AttributeType: 'S',
  })),
  KeySchema: keySchema('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'gs1', KeySchema: keySchema('gs1pk', 'gs1sk'), Projection: { ProjectionType: 'ALL' } },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

function keySchema(partition: string, sort: string): object[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

/** Four attempts with their delays fit well within a call's time. */
const ATTEMPTS = 4;

/** The maximum time to connect, in milliseconds. */
const CONNECTION_TIMEOUT = 2_000;

/**
 * Creates the DynamoDB client, with an `endpoint` for a DynamoDB that is not AWS's.
 * @param timeout the timeout of a request, in milliseconds
 */
export function dynamoDb(endpoint: string | undefined, timeout: number): CallAws {
  const timeouts = { connection: Math.min(CONNECTION_TIMEOUT, timeout), answer: timeout };
  return awsClient({ service: 'dynamodb', endpoint, attempts: ATTEMPTS, timeouts });
}

/** Opens the table without sending a request. */
export function openTable(name: string, endpoint: string | undefined, timeout: number): DynamoTable {
  return dynamoTable(dynamoDb(endpoint, timeout), name, 'pk');
}
