/** A scripted server in place of Stripe, for responses that the sandbox would not send. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ofTheTests } from './recording.ts';

/** A request as the server received it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The bytes of the body, which may not be text. */
  readonly bytes: Buffer;
}

/** Responds to a request. */
export type Script = (response: ServerResponse, seen: Seen, index: number) => void;

/** A running server. */
export interface Upstream {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/**
 * Starts a server on a free port. Its scripts respond to the legacy calls of callers, not to the calls that replace
 * them today, unless the test sets this.
 */
export async function startUpstream(script: Script): Promise<Upstream> {
  process.env['CARD_PAYMENTS'] ??= 'charges';
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const bytes = await buffer(request);
    const { method = '', url = '', headers } = request;
    const record = { method, url, headers, body: bytes.toString(), bytes };
    seen.push(record);
    script(response, record, seen.length - 1);
  });
  ofTheTests(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends a JSON response. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
  response.end(JSON.stringify(body));
}
