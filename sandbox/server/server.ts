/** Runs the sandbox as an HTTP server that the real `stripe` client can call. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import type { Policies } from '#sandbox/engine/policies.ts';
import type { HttpResponse } from '#sandbox/engine/response.ts';
import { toJson } from '#sandbox/engine/response.ts';
import { keepSnapshot, readSnapshot } from '#sandbox/engine/snapshot.ts';
import type { RawRequest } from './decode.ts';
import { checkSender, type Reach } from './guard.ts';
import { loadApi } from './load.ts';
import { servePage } from './page-files.ts';
import { Sandbox } from './sandbox.ts';

export interface SandboxOptions {
  /** The port to listen on; 0 picks a free one. */
  readonly port: number;
  /** The address to listen on. Default: 127.0.0.1, which other machines cannot reach. */
  readonly host?: string;
  /** Host names to accept besides `localhost`, such as the name of a container. Default: none. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Gives access to all accounts, only below `/_sandbox`. Default: a random token. */
  readonly token?: string | undefined;
  /** Returns the real time in Unix seconds; replaceable in tests. */
  readonly now?: () => number;
  /** The same seed generates the same IDs. Default: a random one. */
  readonly seed?: string;
  /** Receives unexpected errors of the sandbox. Default: writes them to standard error. */
  readonly log?: (error: unknown) => void;
  /**
   * Called before the sandbox listens, to create objects. Accounts are reset to that state, unless a snapshot was
   * loaded.
   */
  readonly prepare?: (sandbox: Sandbox) => void;
  /** Which withdrawn Stripe features new accounts accept. Default: all of them. */
  readonly policies?: Policies | undefined;
  /** A file that keeps the state across restarts, except faults and webhooks. Default: nothing is saved. */
  readonly snapshot?: string | undefined;
}

export interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  /** The URL of the page with the token in its fragment, which browsers never send to a server. */
  readonly page: string;
  /** Stops the server and closes open connections. */
  close(): Promise<void>;
}

const LARGEST_BODY = 10 * 1024 * 1024;
/** How many unread bytes of a stream are buffered. */
const MOST_UNREAD = 4 * 1024 * 1024;
/** How often due tasks run, in milliseconds. */
const TICK = 1_000;

/**
 * Starts the sandbox.
 * @throws {Error} with the code EADDRINUSE if the port is in use, or if the snapshot is invalid
 */
export async function startSandbox({
  port,
  host = '127.0.0.1',
  allowedHosts = [],
  token = randomBytes(24).toString('base64url'),
  now = () => Date.now() / 1000,
  seed = randomUUID(),
  log = (error) => console.error(error),
  policies,
  prepare,
  snapshot,
}: SandboxOptions): Promise<RunningSandbox> {
  const saved = snapshot === undefined ? undefined : await readSnapshot(snapshot);
  const sandbox = new Sandbox(await loadApi(), { now, seed: saved?.seed ?? seed, policies }, log, token);
  if (saved !== undefined) {
    sandbox.accounts.restore(saved, sandbox.registry.resources);
  }
  prepare?.(sandbox);
  if (saved === undefined) {
    for (const account of sandbox.accounts) {
      sandbox.seeds.keep(account);
    }
  }
  const keeper =
    snapshot === undefined ? undefined : keepSnapshot(snapshot, () => sandbox.accounts.save(), log);
  const server = createServer((request, response) => {
    serve(sandbox, { host, allowedHosts }, request, response)
      .catch((error) => {
        log(error);
        response.destroy();
      })
      .finally(() => keeper?.note());
  });
  await listen(server, port, host);
  const timer = setInterval(() => sandbox.runDue(), TICK).unref();
  const address = server.address() as AddressInfo;
  const at = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
  return {
    url: at(host),
    port: address.port,
    // A wildcard address is only for listening.
    page: `${at(['0.0.0.0', '::'].includes(host) ? 'localhost' : host)}/#token=${token}`,
    close: async () => {
      clearInterval(timer);
      await close(server);
      await keeper?.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

async function serve(
  sandbox: Sandbox,
  reach: Reach,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    const tooLarge = invalidRequest(`The request body must be at most ${LARGEST_BODY} bytes.`, {
      status: 413,
    });
    send(response, { status: 413, headers: { Connection: 'close' }, body: toJson(tooLarge) });
    return;
  }
  const { method = 'GET', url = '/' } = request;
  const raw = { method, url, headers: single(request.headers), body };
  send(response, rejected(raw, reach) ?? (await servePage(raw)) ?? (await sandbox.handle(raw)));
}

/** Returns the error for a request from another website or for an unknown host; undefined for other requests. */
function rejected(request: RawRequest, reach: Reach): HttpResponse | undefined {
  try {
    checkSender(request, reach);
    return undefined;
  } catch (error) {
    if (!(error instanceof StripeError)) {
      throw error;
    }
    return { status: error.status, headers: { 'Content-Type': 'application/json' }, body: toJson(error) };
  }
}

/**
 * Reads the body. Returns undefined if it is too large; the rest is still read, because clients only read the
 * response after sending everything.
 */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) {
      chunks.push(chunk);
    }
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks) : undefined;
}

function single(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function send(response: ServerResponse, { status, headers, body, fault, stream }: HttpResponse): void {
  if (fault === 'drop') {
    response.destroy();
    return;
  }
  if (stream !== undefined) {
    response.writeHead(status, headers);
    const end = stream((text) => {
      response.write(text);
      if (response.writableLength > MOST_UNREAD) {
        // The reader is too slow, and buffering more messages would exhaust the memory.
        response.destroy();
      }
    });
    response.once('close', end);
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  if (fault === 'cut') {
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    return;
  }
  response.end(bytes);
}
