/** Reads the bodies of requests, within limits. */
import type { IncomingMessage } from 'node:http';

/** The largest body that API Gateway takes, in bytes. */
export const LARGEST_BODY = 10 * 1024 * 1024;

/** How many bytes of bodies are kept at once, over all calls. */
const MOST_HELD = 256 * 1024 * 1024;

/** Why a body is not there: it is too large, there are too many large ones just now, or its sender has gone. */
export type NoBody = 'large' | 'busy' | 'gone';

const EMPTY = Buffer.alloc(0);

/** Reads bodies, and knows how much of them is kept. */
export class Bodies {
  #held = 0;
  readonly #largest: number;
  readonly #mostHeld: number;

  constructor(largest = LARGEST_BODY, mostHeld = MOST_HELD) {
    this.#largest = largest;
    this.#mostHeld = mostHeld;
  }

  /**
   * Reads a body to its end, also where it is not kept: a client listens only when it has sent all.
   * Whoever gets a body gives it back when its call is over.
   */
  read(request: IncomingMessage): Promise<Buffer | NoBody> | Buffer {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && (length === undefined || length === '0')) {
      return EMPTY;
    }
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let size = 0;
      let kept = 0;
      let problem: NoBody | undefined;
      const giveUp = (why: NoBody) => {
        problem ??= why;
        this.#held -= kept;
        kept = 0;
        chunks = [];
      };
      request
        .on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > this.#largest) {
            giveUp('large');
          } else if (this.#held + chunk.length > this.#mostHeld) {
            giveUp('busy');
          }
          if (problem === undefined) {
            this.#held += chunk.length;
            kept += chunk.length;
            chunks.push(chunk);
          }
        })
        .on('end', () => resolve(problem ?? (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))))
        .on('error', () => giveUp('gone'))
        .on('close', () => {
          if (!request.complete) {
            giveUp('gone');
            resolve('gone');
          }
        });
    });
  }

  /** Takes back what {@link read} gave. */
  release(body: Buffer): void {
    this.#held -= body.byteLength;
  }

  /** The bytes that are kept. */
  get held(): number {
    return this.#held;
  }
}
