/**
 * The HTTP client that the `stripe` SDK is given. Other than the SDK's own it ends an attempt as a whole, not only when
 * nothing comes any more; it reads only so much; it hands the SDK nothing but successes, for the SDK looks neither at the
 * status nor at the type of what it parses; and it does not tell the SDK that a connection was closed, at which the SDK
 * would repeat the request by itself.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import Stripe from 'stripe';
import { FailedAnswer, HttpAnswer, LARGEST_ANSWER } from './answer.ts';

/** A connection was closed before anything of an answer had come: it may have been kept open for too long. */
export class ConnectionClosed extends Error {}

const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** Makes the client. Its connections are kept open between requests. */
export function httpClient(): Stripe.HttpClient {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    getClientName: () => 'node',
    // What is thrown inside of the promise rejects it: the SDK would let it end the process.
    makeRequest: (host, port, path, method, headers, data, protocol, timeout) =>
      new Promise((resolve, reject) => {
        const [{ request: send }, agent, usualPort] =
          protocol === 'http' ? ([http, agents.http, 80] as const) : ([https, agents.https, 443] as const);
        const authority = Number(port) === usualPort ? host : `${host}:${port}`;
        // A list of headers is written as it is; of an object, Node.js keeps a table first.
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
                reject(new FailedAnswer(answer));
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

/** Reads an answer to its end. One that is too large is not read further, and its connection is closed. */
function read(response: http.IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response
      .on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > LARGEST_ANSWER) {
          resolve(new HttpAnswer(response, undefined));
          response.destroy();
          return;
        }
        chunks.push(chunk);
      })
      .on('end', () => {
        const [first = Buffer.alloc(0)] = chunks;
        resolve(new HttpAnswer(response, chunks.length > 1 ? Buffer.concat(chunks) : first));
      })
      // The error that Node.js has for this says that the connection was reset, at which the SDK would send again.
      .on('error', (cause) => reject(new Error('The response was incomplete.', { cause })))
      .on('close', () => {
        if (!response.complete) {
          reject(new Error('The response was incomplete.'));
        }
      });
  });
}
