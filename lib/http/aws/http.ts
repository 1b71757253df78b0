/** Sends an HTTP request with a limit on its total time. */
import * as http from 'node:http';
import * as https from 'node:https';

/** Timeouts, in milliseconds. */
export interface Timeouts {
  /** Until a connection is established. */
  readonly connection: number;
  /** Until the last byte of the response. */
  readonly answer: number;
}

/** A complete response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/**
 * Posts a body and reads the response. Connections are reused.
 * @throws {Error} if the connection fails or a timeout passes
 */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { connection, answer }: Timeouts,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const isPlain = url.protocol === 'http:';
    const request = (isPlain ? http.request : https.request)(url, {
      method: 'POST',
      headers,
      agent: agents[isPlain ? 'http:' : 'https:'],
    });
    const endAfter = (time: number, what: string) =>
      setTimeout(() => {
        reject(new Error(`${what} after ${time} ms.`));
        request.destroy();
      }, time);
    const whole = endAfter(answer, 'The response was not complete');
    const connecting = endAfter(connection, 'No connection was made');
    const connected = () => clearTimeout(connecting);
    request
      .on('socket', (socket) =>
        socket.connecting ? socket.once(isPlain ? 'connect' : 'secureConnect', connected) : connected(),
      )
      .on('response', (response) => {
        read(response).then(resolve, reject);
      })
      .on('error', reject)
      .on('close', () => {
        clearTimeout(whole);
        connected();
      })
      .end(body);
  });
}

async function read(response: http.IncomingMessage): Promise<HttpResponse> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
  }
  return { status: response.statusCode!, headers: response.headers, text };
}
