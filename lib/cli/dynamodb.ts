/** DynamoDB's API on this machine, with the table of the cards in it. It is kept in memory and goes with the process. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { AwsError, type CallAws } from '#lib/http/aws/client.ts';
import { CARD_TIMEOUT } from '#lib/surfaces/card/config.ts';
import { dynamoDb, TABLE_DEFINITION } from '#lib/surfaces/card/table.ts';
import { LOCALHOST } from './ports.ts';

/** A DynamoDB that answers. */
export interface LocalDynamoDb {
  readonly url: string;
  /** Answers a request that came in at another port. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** Starts it, with a table of that name, on a port; 0 takes any free one. */
export async function startDynamoDb(table: string, port = 0): Promise<LocalDynamoDb> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, LOCALHOST, resolve);
  });
  const url = `http://${LOCALHOST}:${(server.address() as AddressInfo).port}`;
  const call = dynamoDb(url, CARD_TIMEOUT);
  try {
    await call('CreateTable', { TableName: table, ...TABLE_DEFINITION });
  } catch (error) {
    // A busy machine may answer too late. Then the call is retried, and finds the table that it made.
    if (!(error instanceof AwsError && error.name === 'ResourceInUseException')) {
      throw error;
    }
  }
  while (!(await isActive(call, table))) {
    // Asking takes longer than what it waits for.
  }
  return {
    url,
    answer: (request, response) => server.emit('request', request, response),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Until a table is active, what is asked of it fails. */
async function isActive(call: CallAws, table: string): Promise<boolean> {
  const { Table } = (await call('DescribeTable', { TableName: table })) as { Table: { TableStatus: string } };
  return Table.TableStatus === 'ACTIVE';
}
