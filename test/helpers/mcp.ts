/** The MCP server for tests: its function behind HTTP, its command over standard input and output, and clients of both. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Stream } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { GatewayEvent } from '#lib/http/request.ts';
import { ROOT } from './command.ts';

/** The eras of the protocol, as the client calls them. */
export const ERAS = ['legacy', 'auto'] as const;
export type Era = (typeof ERAS)[number];

/** An HTTP server in front of the function. */
export interface ServedMcp {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the function on a free port of this machine. */
export async function serveMcp(handler: Handler): Promise<ServedMcp> {
  const server = createServer((request, response) => {
    answer(handler, request, response).catch((error) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  if (url !== '/mcp') {
    response.writeHead(404).end();
    return;
  }
  const event = {
    version: '2.0',
    routeKey: 'ANY /mcp',
    rawPath: url,
    rawQueryString: '',
    headers,
    requestContext: { http: { method, path: url } },
    body: (await buffer(request)).toString('base64'),
    isBase64Encoded: true,
  };
  const reply = await handler(event as unknown as GatewayEvent);
  response.writeHead(reply.statusCode, reply.headers).end(reply.body);
}

/** What the user of a client answers to a question, or nothing when the client cannot ask. */
export type Answer = (message: string) => { action: 'accept' | 'decline' | 'cancel'; confirm?: boolean };

/** Makes a client that has not connected yet. */
function newClient(era: Era, answering: Answer | undefined): Client {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      versionNegotiation: { mode: era },
      capabilities: answering === undefined ? {} : { elicitation: { form: {} } },
    },
  );
  if (answering !== undefined) {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      const { action, confirm } = answering(params.message);
      return { action, ...(action === 'accept' && { content: { confirm: confirm ?? true } }) };
    });
  }
  return client;
}

/** Connects a client over HTTP; without a key it can only list. */
export async function connectHttp(
  url: string,
  era: Era,
  { key, answering }: { key?: string; answering?: Answer } = {},
): Promise<Client> {
  const client = newClient(era, answering);
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

/** Starts the command and connects a client to it; closing the client ends the command. */
export async function connectStdio(
  era: Era,
  {
    answering,
    environment = {},
    args = [],
  }: { answering?: Answer; environment?: Record<string, string>; args?: string[] } = {},
): Promise<{ client: Client; stderr: () => string }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(ROOT, 'lib/cli/mcp.ts'), ...args],
    env: { PATH: process.env['PATH']!, ...environment },
    stderr: 'pipe',
  });
  let printed = '';
  (transport.stderr as Stream).on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const client = newClient(era, answering);
  await client.connect(transport);
  return { client, stderr: () => printed };
}

/** What a call gave. */
export interface Called {
  readonly isError: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
  readonly value: any;
  readonly text: string;
}

/** Calls a tool, and checks that both forms of the result say the same. */
export async function callTool(client: Client, name: string, args: object = {}): Promise<Called> {
  const result = await client.callTool({ name, arguments: args as Record<string, unknown> });
  const [first] = result.content as [{ type: string; text: string }];
  if (JSON.stringify(result.structuredContent) !== first.text) {
    throw new Error(`${name} says different things: ${first.text}`);
  }
  return { isError: result.isError === true, value: result.structuredContent, text: first.text };
}
