/** An embedded DynamoDB with the table of the cards. It is in memory and ends with the process. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { AwsError } from '#lib/aws/client.ts';
import { CARD_TIMEOUT } from '#lib/surfaces/card/config.ts';
import { dynamoDb, TABLE_DEFINITION } from '#lib/surfaces/card/table.ts';
import { HOST } from './ports.ts';

/** A running DynamoDB. */
export interface LocalDynamoDb {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts DynamoDB with a table on a port; 0 picks a free one. */
export async function startDynamoDb(table: string, port = 0): Promise<LocalDynamoDb> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, HOST, resolve);
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  try {
    await dynamoDb(url, CARD_TIMEOUT)('CreateTable', { TableName: table, ...TABLE_DEFINITION });
  } catch (error) {
    // On a busy machine, the request may time out. The retry then finds the table that the first attempt created.
    if (!(error instanceof AwsError && error.name === 'ResourceInUseException')) {
      throw error;
    }
  }
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
