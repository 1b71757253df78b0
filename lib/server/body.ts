/** Reads request bodies within limits. */
import type { IncomingMessage } from 'node:http';

/** The maximum size of a body, which is that of API Gateway, in bytes. */
export const LARGEST_BODY = 10 * 1024 * 1024;

/**
 * The maximum size of all bodies in memory, over all calls, in bytes. A call needs about five times as much memory: for
 * the bytes, the text in its event, and the function's own copies.
 */
const MOST_HELD = 64 * 1024 * 1024;

/** Why a body is missing: it is too large, too many large ones are in memory, or the client has disconnected. */
export type NoBody = 'large' | 'busy' | 'gone';

const EMPTY = Buffer.alloc(0);

/** Reads bodies and counts how many bytes are in memory. */
export class Bodies {
  #held = 0;
  readonly #largest: number;
  readonly #mostHeld: number;

  constructor(largest = LARGEST_BODY, mostHeld = MOST_HELD) {
    this.#largest = largest;
    this.#mostHeld = mostHeld;
  }

  /**
   * Reads a body to its end, even if it is discarded, because clients only read the response after sending
   * everything. The caller must {@link release} the body after the call.
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

  /** Releases a body that {@link read} returned. */
  release(body: Buffer): void {
    this.#held -= body.byteLength;
  }

  /** The number of bytes in memory. */
  get held(): number {
    return this.#held;
  }
}
