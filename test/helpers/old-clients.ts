/** Stripe's clients for Node.js from 2012 to 2016, unchanged except for the host that they call. */
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** A client whose methods tests call by name. */
// biome-ignore lint/suspicious/noExplicitAny: the clients have no types.
export type OldClient = any;

/** The packages of clients whose host is configurable. All send the parameters of GET and DELETE in the body. */
export const OLD_CLIENTS = ['stripe-2013', 'stripe-node-3', 'stripe-node-4'] as const;

/** Creates a client for the API at a URL. */
export function oldClient(
  name: (typeof OLD_CLIENTS)[number],
  address: string,
  key: string,
  version?: string,
): OldClient {
  const { hostname, port } = new URL(address);
  const client = require(name)(key);
  client.setHost(hostname, port, 'http');
  // These clients send nothing on connections that are already open, which Node.js has kept alive since version 19.
  client.setHttpAgent?.(new http.Agent({ keepAlive: false }));
  if (version !== undefined) {
    client.setApiVersion(version);
  }
  return client;
}

/**
 * Calls a method of the client of 2012, whose host is fixed, and redirects its request.
 * @param method e.g. `charges.list`
 */
export async function callOldest(
  address: string,
  key: string,
  method: string,
  ...given: unknown[]
): Promise<OldClient> {
  const { hostname, port } = new URL(address);
  const [resource, action] = method.split('.') as [string, string];
  const request = https.request;
  https.request = ((options: http.RequestOptions) =>
    http.request({ ...options, host: hostname, port })) as typeof https.request;
  try {
    return await new Promise((resolve, reject) => {
      require('stripe-node-1')(key)[resource][action](...given, (error: unknown, result: unknown) =>
        error ? reject(error) : resolve(result),
      );
    });
  } finally {
    https.request = request;
  }
}
