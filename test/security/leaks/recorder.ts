/** Records what leaves this process: at its HTTP servers, and at the processes that it starts. */
import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { FOREIGN } from '../../helpers/recording.ts';
import { watchChild } from './children.ts';
import type { Recording } from './recording.ts';
import { chunksOf, textOf, writtenTo } from './streams.ts';

let current: Recording | undefined;
let isInstalled = false;

/** Records everything from now on in a recording, or nowhere. */
export function recordInto(recording: Recording | undefined): void {
  current = recording;
  if (!isInstalled) {
    isInstalled = true;
    install();
  }
}

function install(): void {
  subscribe('http.server.request.start', (message) => onRequest(message as Exchange));
  process.on('warning', ({ stack }) => current?.leaves('log', 'warning of the process', `${stack}`));
  const prototype = ChildProcess.prototype as unknown as { spawn(options: object): unknown };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options) {
    const result = spawn.call(this, options);
    if (current !== undefined) {
      watchChild(this, options, current);
    }
    return result;
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server & { readonly [FOREIGN]?: boolean };
}

/** A request came to a server in this process: one of ours, the sandbox, a table, or a test's own. */
function onRequest({ request, response, server }: Exchange): void {
  const recording = current;
  if (recording === undefined) {
    return;
  }
  const { method = '', url = '', headers } = request;
  const where = `${method} ${url.split('?')[0]}`;
  const target = headers['x-amz-target'];
  if (target !== undefined || 'stripe-signature' in headers) {
    const asked = chunksOf(request);
    request.once('close', () => {
      if (target === undefined) {
        recording.leaves('event', where, textOf(asked));
      } else {
        recording.leaves('store', String(target), textOf(asked));
      }
    });
  }
  if (target !== undefined) {
    return;
  }
  if (server[FOREIGN]) {
    recording.leaves('url', where, readable(url));
    return;
  }
  const given = writtenTo(response);
  response.once('close', () => {
    const [body, sent] = given();
    // Tests choose the URLs of our own endpoints; the code under test chooses those of Stripe's.
    if (!/"x-correlation-id"/i.test(JSON.stringify(sent))) {
      recording.leaves('url', where, readable(url));
    }
    recording.answers(where, body, sent);
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
