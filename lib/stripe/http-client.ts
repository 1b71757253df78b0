/**
 * The HTTP client that the `stripe` SDK is given. Other than the SDK's own it ends an attempt as a whole, not only when
 * nothing comes any more; it keeps the text of an answer; and it does not tell the SDK that a connection was closed, at
 * which the SDK would repeat the request by itself.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import Stripe from 'stripe';

/** Of an answer that refuses, the SDK keeps the headers, and of the body what it makes of its `error`. */
const refusals = new WeakMap<object, string>();

/** The body, as Stripe wrote it, of the refusal that has these headers. */
export function refusalText(headers: object): string | undefined {
  return refusals.get(headers);
}

/** An answer, when all of it has come. */
export class HttpAnswer implements Stripe.HttpClientResponse {
  readonly statusCode: number;
  /** Header values by lower-case name. */
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;

  constructor({ statusCode = 0, headers }: http.IncomingMessage, text: string) {
    this.statusCode = statusCode;
    this.headers = headers;
    this.text = text;
    if (statusCode >= 400) {
      refusals.set(headers, text);
    }
  }

  getStatusCode(): number {
    return this.statusCode;
  }

  getHeaders(): Record<string, string> {
    return this.headers as Record<string, string>;
  }

  getRawResponse(): this {
    return this;
  }

  toStream(): never {
    throw new Error('Answers are read to their end.');
  }

  async toJSON(): Promise<unknown> {
    return JSON.parse(this.text);
  }
}

/** A connection was closed before anything of an answer had come: it may have been kept open for too long. */
export class ConnectionClosed extends Error {}

const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** Makes the client. Its connections are kept open between requests. */
export function httpClient(): Stripe.HttpClient {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    getClientName: () => 'node',
    makeRequest: (host, port, path, method, headers, data, protocol, timeout) => {
      const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
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
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            clearTimeout(timer);
            const [first = Buffer.alloc(0)] = chunks;
            const whole = chunks.length > 1 ? Buffer.concat(chunks) : first;
            resolve(new HttpAnswer(response, whole.toString()));
          })
          .on('error', reject)
          .on('close', () => {
            if (!response.complete) {
              clearTimeout(timer);
              reject(new Error('The answer was cut off.'));
            }
          });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        reject(CLOSED.has(error.code ?? '') ? new ConnectionClosed(error.message, { cause: error }) : error);
      });
      request.end(data);
      return promise;
    },
  };
}
