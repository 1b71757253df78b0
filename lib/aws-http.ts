/** How AWS's clients send requests: an attempt ends in time, whatever of an answer has come by then. */
import type { IncomingMessage } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** For a connection. */
  readonly connection: number;
  /** For one answer, from the request to the last byte. */
  readonly answer: number;
}

/** Makes what a client of AWS's sends its requests with. A client repeats an attempt that takes too long. */
export function requestHandler({ connection, answer }: Timeouts): NodeHttpHandler {
  return new WholeAnswerHandler(answer, {
    connectionTimeout: connection,
    requestTimeout: answer,
    throwOnRequestTimeout: true,
  });
}

/** The handler's own timeouts end where an answer begins: one that stalls after its headers is waited for forever. */
class WholeAnswerHandler extends NodeHttpHandler {
  readonly #timeout: number;

  constructor(timeout: number, options: ConstructorParameters<typeof NodeHttpHandler>[0]) {
    super(options);
    this.#timeout = timeout;
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const started = performance.now();
    const handled = await super.handle(request, options);
    const body = handled.response.body as IncomingMessage;
    const timer = setTimeout(
      () => {
        const message = `The answer was not complete after ${this.#timeout} ms.`;
        // By this name the clients know what to repeat.
        body.destroy(Object.assign(new Error(message), { name: 'TimeoutError' }));
      },
      Math.max(0, this.#timeout - (performance.now() - started)),
    );
    body.once('close', () => clearTimeout(timer));
    return handled;
  }
}
