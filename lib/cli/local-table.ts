/** Loads the embedded DynamoDB on its first request, because most sessions never use cards. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalDynamoDb } from './dynamodb.ts';
import { LOCALHOST } from './ports.ts';

/** Listens on a free port in place of the table. */
export async function listenForTable(table: string): Promise<Pick<LocalDynamoDb, 'url' | 'close'>> {
  let starting: Promise<LocalDynamoDb> | undefined;
  const server = createServer(async (request, response) => {
    try {
      starting ??= import('./dynamodb.ts').then(({ startDynamoDb }) => startDynamoDb(table));
      (await starting).answer(request, response);
    } catch (error) {
      console.error(error);
      response.destroy();
    }
  });
  server.listen(0, LOCALHOST);
  await once(server, 'listening');
  return {
    url: `http://${LOCALHOST}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await (await starting)?.close();
    },
  };
}
