/**
 * The HTTP client for the `stripe` SDK. Unlike the SDK's own, it limits the total time of an attempt and the size of a
 * response. It passes only successes to the SDK, which checks neither status nor content type. And it hides that a
 * connection was closed, because the SDK would then retry by itself.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import Stripe from 'stripe';
import { FailedResponse, LARGEST_RESPONSE, StripeHttpResponse } from './http-response.ts';

/** The connection was closed before any response arrived. It may have been idle for too long. */
export class ConnectionClosed extends Error {}

const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** Creates the client. Connections are reused. */
export function httpClient(): Stripe.HttpClient {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    getClientName: () => 'node',
    // Exceptions inside the promise reject it; outside of it, the SDK would let them end the process.
    makeRequest: (host, port, path, method, headers, data, protocol, timeout) =>
      new Promise((resolve, reject) => {
        const [{ request: send }, agent, usualPort] =
          protocol === 'http' ? ([http, agents.http, 80] as const) : ([https, agents.https, 443] as const);
        const authority = Number(port) === usualPort ? host : `${host}:${port}`;
        // Node.js writes a list of headers directly, but copies an object first.
        const list = Object.entries({ Host: authority, ...headers }) as unknown as string[];
        const request = send({ host, port, path, method, headers: list, agent });
        const timer = setTimeout(() => {
          reject(Stripe.HttpClient.makeTimeoutError());
          request.destroy();
        }, timeout);
        let isAnswered = false;
        request
          .on('response', (response) => {
            isAnswered = true;
            read(response).then((answer) => {
              if (answer.body === undefined) {
                reject(new FailedResponse(answer));
              } else {
                resolve(answer);
              }
            }, reject);
          })
          .on('error', (error: NodeJS.ErrnoException) => {
            const isClosed = CLOSED.has(error.code ?? '');
            reject(isClosed ? new ConnectionClosed(error.message, { cause: error }) : error);
          })
          .on('close', () => {
            clearTimeout(timer);
            if (!isAnswered) {
              reject(new Error('The connection was closed without a response.'));
            }
          })
          .end(data);
      }),
  };
}

/** Reads the whole response. If it is too large, stops reading and closes the connection. */
function read(response: http.IncomingMessage): Promise<StripeHttpResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response
      .on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > LARGEST_RESPONSE) {
          resolve(new StripeHttpResponse(response, undefined));
          response.destroy();
          return;
        }
        chunks.push(chunk);
      })
      .on('end', () => {
        const [first = Buffer.alloc(0)] = chunks;
        resolve(new StripeHttpResponse(response, chunks.length > 1 ? Buffer.concat(chunks) : first));
      })
      // Node.js's own error says that the connection was reset, and the SDK would then retry.
      .on('error', (cause) => reject(new Error('The response was incomplete.', { cause })))
      .on('close', () => {
        if (!response.complete) {
          reject(new Error('The response was incomplete.'));
        }
      });
  });
}
