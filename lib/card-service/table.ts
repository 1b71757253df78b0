/**
 * The table of the card service: one for all its records, by the conventions of OneTable. Loaded by the first call that
 * needs it: it brings AWS's client with it.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from 'dynamodb-onetable';
import { Dynamo } from 'dynamodb-onetable/Dynamo';
import { requestHandler } from '#lib/aws-http.ts';

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const key = { type: String, hidden: true } as const;
/** When DynamoDB may forget the record, in Unix seconds. */
const expires = { type: Number, required: true } as const;

/**
 * `primary` holds an account and its cards together, in the order of submission; `gs1` holds the cards of all
 * accounts, in the same order.
 */
export const SCHEMA = {
  format: 'onetable:1.1.0',
  version: '1.0.0',
  indexes: { primary: { hash: 'pk', sort: 'sk' }, gs1: { hash: 'gs1pk', sort: 'gs1sk' } },
  models: {
    Account: {
      pk: key,
      sk: key,
      accountId: text,
      version: number,
      customerKey: text,
      stripeCustomerId: { type: String },
      used: { type: Boolean },
      attaching: { type: Object },
      closing: { type: Boolean },
      removing: { type: Array },
      current: { type: Object },
      cleared: { type: Boolean },
      revision: number,
      mirrored: number,
    },
    Card: {
      pk: key,
      sk: key,
      gs1pk: key,
      gs1sk: key,
      accountId: text,
      id: text,
      name: text,
      number: text,
      month: text,
      year: text,
      submitted: text,
      error: { type: String },
      failures: number,
      stripeCardId: text,
      stripeCustomerId: text,
      failed: { type: Object },
      succeeded: number,
      version: number,
    },
    /** Which account a customer of Stripe is of. */
    Customer: { pk: key, sk: key, stripeCustomerId: text, accountId: text },
    /** A token of Stripe.js that is being made a card, so that a repeated call goes on where the first one ended. */
    Attempt: { pk: key, sk: key, id: text, expires },
    /** A card that was deleted at Stripe, of which there may be no record yet. */
    Deletion: { pk: key, sk: key, stripeCardId: text, expires },
    /** An event of Stripe that was taken. */
    Event: { pk: key, sk: key, id: text, expires },
  },
  params: { timestamps: false, typeField: '_type' },
} as const;

/** Credentials and a region for a DynamoDB that asks for them and looks at neither. */
const ELSEWHERE = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Four attempts, with what lies between them, end well before a call's time is over. */
const ATTEMPTS = 4;

/** The longest wait for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 2_000;

/**
 * Opens the table; with an `endpoint`, at a DynamoDB that is not that of AWS. Nothing is sent until it is used.
 * @param timeout how long one answer may take, in milliseconds
 */
export function openTable(name: string, endpoint: string | undefined, timeout: number): Table {
  const client = new DynamoDBClient({
    ...(endpoint !== undefined && { ...ELSEWHERE, endpoint }),
    maxAttempts: ATTEMPTS,
    requestHandler: requestHandler({ connection: Math.min(CONNECTION_TIMEOUT, timeout), answer: timeout }),
  });
  // OneTable's own log would hold whole records.
  return new Table({ name, client: new Dynamo({ client }), schema: SCHEMA, partial: false, hidden: true });
}
