/** An embedded DynamoDB with the table of the cards. It is in memory and ends with the process. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { AwsError, type CallAws } from '#lib/http/aws/client.ts';
import { CARD_TIMEOUT } from '#lib/surfaces/card/config.ts';
import { dynamoDb, TABLE_DEFINITION } from '#lib/surfaces/card/table.ts';
import { LOCALHOST } from './ports.ts';

/** A running DynamoDB. */
export interface LocalDynamoDb {
  readonly url: string;
  /** Handles a request that arrived on another port. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** Starts DynamoDB with a table on a port; 0 picks a free one. */
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
    // On a busy machine, the request may time out. The retry then finds the table that the first attempt created.
    if (!(error instanceof AwsError && error.name === 'ResourceInUseException')) {
      throw error;
    }
  }
  while (!(await isActive(call, table))) {
    // The call itself takes long enough to serve as the delay.
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

/** Checks whether a table is active. Until then, all calls to it fail. */
async function isActive(call: CallAws, table: string): Promise<boolean> {
  const { Table } = (await call('DescribeTable', { TableName: table })) as { Table: { TableStatus: string } };
  return Table.TableStatus === 'ACTIVE';
}
