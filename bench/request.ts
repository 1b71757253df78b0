/** Requests as they reach functions and servers that are measured. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The event that API Gateway makes of a POST of JSON, as far as it is read. */
export function eventOf(path: string, body: object, key: string, method = 'POST'): object {
  return {
    version: '2.0',
    routeKey: `ANY ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      accept: '*/*',
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'bench',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: { http: { method, path }, requestId: 'HJ3kXh1SoAMEPVQ=', stage: '$default' },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

/** A client of a server on this machine, whose connections are kept open. */
export class Client {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = url;
  }

  /** Sends a request and gives the answer's text; throws when the status is not 200. */
  send(method: 'GET' | 'POST', path: string, key: string, body = '', version?: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = {
      authorization: `Bearer ${key}`,
      ...(version !== undefined && { 'stripe-version': version }),
      ...(method === 'POST' && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      }),
    };
    request(this.#url + path, { method, headers, agent: this.#agent }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk;
        })
        .on('end', () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`${method} ${path}: ${text}`)),
        );
    })
      .on('error', reject)
      .end(body);
    return promise;
  }

  /** Posts JSON and gives the answer's text; throws when no block succeeded. */
  async sendJson(path: string, body: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request(this.#url + path, { method: 'POST', headers, agent: this.#agent }, (response) => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end(body);
    const answer = await promise;
    if (!answer.includes('"callback":"success"')) {
      throw new Error(`${path}: ${answer}`);
    }
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** How often something can be done in a second, by so many at once. */
export async function throughput(
  act: () => Promise<unknown>,
  { milliseconds, atOnce }: { milliseconds: number; atOnce: number },
): Promise<number> {
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - started < milliseconds) {
        await act();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
