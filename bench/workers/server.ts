/** A server of one kind, in a process of its own: this project's, from what was built, or a bare one of the same work. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import Stripe from 'stripe';
import { builtFunctions } from '#lib/server/functions.ts';
import { startServer } from '#lib/server/server.ts';
import { answering } from './worker.ts';

/** What is to be served. */
export interface ServerOrder {
  readonly kind: 'functions' | 'SDK' | 'fetch';
  readonly dist: string;
  readonly upstream: string;
}

/** The arguments of a block. */
interface Given {
  readonly args: { readonly apiKey: string; readonly [name: string]: unknown };
}

answering(async (order: ServerOrder): Promise<string> => {
  if (order.kind === 'functions') {
    const functions = await builtFunctions(pathToFileURL(`${order.dist}/`));
    return (await startServer({ ...functions, host: '127.0.0.1', port: 0 })).url;
  }
  const call = order.kind === 'SDK' ? callerBySdk(order.upstream) : callerByFetch(order.upstream);
  return serveBare(async (request, response) => {
    const { args } = (await json(request)) as Given;
    const body = JSON.stringify({ callback: 'success', contextWrites: { '#': { to: await call(args) } } });
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});

async function serveBare(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<string> {
  const listener: RequestListener = (request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  };
  const server = createServer({ keepAliveTimeout: 65_000 }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One client for each key, as its documentation has it. */
function callerBySdk(upstream: string) {
  const { hostname: host, port } = new URL(upstream);
  const clients = new Map<string, Stripe>();
  return ({ apiKey, ...params }: Given['args']): Promise<unknown> => {
    const client = clients.get(apiKey) ?? new Stripe(apiKey, { host, port, protocol: 'http' });
    clients.set(apiKey, client);
    return client.charges.create(params as unknown as Stripe.ChargeCreateParams);
  };
}

function callerByFetch(upstream: string) {
  return async ({ apiKey, ...params }: Given['args']): Promise<unknown> => {
    const response = await fetch(`${upstream}/v1/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: new URLSearchParams(
        Object.fromEntries(Object.entries(params).map(([name, value]) => [name, `${value}`])),
      ),
    });
    return response.json();
  };
}
