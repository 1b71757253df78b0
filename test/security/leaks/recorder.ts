/**
 * Notes what leaves a process, wherever it is let out: at its HTTP servers and clients, and at the processes that it
 * starts. Node's own channels tell of most of it; what they do not tell, streams that are looked over tell.
 */
import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Argument } from '#lib/arguments.ts';
import { FOREIGN } from '../../helpers/recording.ts';
import { watchChild } from './children.ts';
import type { Recording } from './recording.ts';
import { chunksOf, gather, textOf, writtenTo } from './streams.ts';

let current: Recording | undefined;
let isInstalled = false;

/** Has everything noted in a recording from now on, or nowhere. */
export function recordInto(recording: Recording | undefined): void {
  current = recording;
  if (!isInstalled) {
    isInstalled = true;
    install();
  }
}

function install(): void {
  subscribe('http.server.request.start', (message) => onRequest(message as ServerExchange));
  subscribe('undici:request:create', (message) => onFetch(message as FetchExchange));
  subscribe('undici:request:bodyChunkSent', (message) => {
    const { request, chunk } = message as FetchChunk;
    gather(fetched.get(request)?.sent ?? [], chunk);
  });
  subscribe('undici:request:headers', (message) => {
    const { request, response } = message as FetchExchange;
    fetched.get(request)?.headers.push(...response.headers.map(String));
  });
  subscribe('undici:request:bodyChunkReceived', (message) => {
    const { request, chunk } = message as FetchChunk;
    gather(fetched.get(request)?.came ?? [], chunk);
  });
  subscribe('undici:request:trailers', (message) => onFetched(message as FetchExchange));
  process.on('warning', ({ stack }) => current?.leaves('log', 'warning of the process', `${stack}`));
  const prototype = ChildProcess.prototype as unknown as { spawn(options: object): unknown };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options) {
    return current?.folder === undefined
      ? spawn.call(this, options)
      : watchChild(this, options, spawn, current, current.folder);
  };
}

interface ServerExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server & { readonly [FOREIGN]?: boolean };
  readonly socket: Socket;
}

/** The ports of this process's servers: their replies are noted where they are made. */
const ports = new Set<number | undefined>();

/** A request came to a server in this process. */
function onRequest({ request, response, server, socket }: ServerExchange): void {
  const recording = current;
  if (recording === undefined) {
    return;
  }
  ports.add(socket.localPort);
  const { method = '', url = '', headers } = request;
  const where = `${method} ${url.split('?')[0]}`;
  const asked = chunksOf(request);
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    request.once('close', () => recording.leaves('store', String(target), textOf(asked)));
    return;
  }
  if (server[FOREIGN]) {
    recording.leaves('url', where, readable(url));
    if ('stripe-signature' in headers) {
      request.once('close', () => recording.leaves('event', where, textOf(asked)));
    }
    return;
  }
  const given = writtenTo(response);
  response.once('close', () => {
    const [body, sent] = given();
    // Of our own endpoints the tests choose the URL; of Stripe's, the code under test does.
    if (!/"x-correlation-id"/i.test(JSON.stringify(sent))) {
      recording.leaves('url', where, readable(url));
    }
    note(
      recording,
      where,
      [textOf(asked), headers.authorization, 'stripe-signature' in headers],
      [body, sent],
    );
  });
}

/** Events declare no parameters, though the names of what they tell are the same. */
const NOTHING: readonly Argument[] = [];

/** Notes a reply and, where an event was sent, this. */
function note(
  recording: Recording,
  where: string,
  [asked, authorization, isEvent]: [body: string, authorization: string | undefined, isEvent: boolean],
  [body, headers]: [body: string, headers: unknown],
): void {
  if (isEvent) {
    recording.leaves('event', where, asked);
  }
  recording.answers(where, body, headers, {
    authorization,
    body: asked,
    known: isEvent ? NOTHING : undefined,
  });
}

function readable(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    // What is no URL is looked at as it is.
    return url;
  }
}

interface FetchChunk {
  readonly request: object;
  readonly chunk: unknown;
}

interface FetchExchange {
  readonly request: {
    readonly origin: string | URL;
    readonly method: string;
    readonly path: string;
    /** Names and values by turns. */
    readonly headers: readonly string[];
  };
  readonly response: { readonly headers: readonly Uint8Array[] };
}

/** What was sent and came so far of each exchange of `fetch` with another process. */
const fetched = new WeakMap<object, { sent: Uint8Array[]; came: Uint8Array[]; headers: string[] }>();

function onFetch({ request }: FetchExchange): void {
  if (current !== undefined && !isServedHere(request)) {
    fetched.set(request, { sent: [], came: [], headers: [] });
  }
}

function isServedHere({ origin }: FetchExchange['request']): boolean {
  return ports.has(Number(new URL(origin).port));
}

function onFetched({ request }: FetchExchange): void {
  const exchange = fetched.get(request);
  // A server of this process has been asked by now, and has noted what it answers.
  if (exchange === undefined || isServedHere(request)) {
    return;
  }
  const { sent, came, headers } = exchange;
  const names = request.headers.map((name) => name.toLowerCase());
  const authorization = request.headers[names.indexOf('authorization') + 1 || Number.NaN];
  const isZipped = headers.some((value) => value === 'gzip');
  const body = isZipped ? gunzipSync(Buffer.concat(came)).toString() : textOf(came);
  const where = `${request.method} ${request.path.split('?')[0]}`;
  if (current !== undefined) {
    const isEvent = names.includes('stripe-signature');
    note(current, where, [textOf(sent), authorization, isEvent], [body, headers]);
  }
}
