/** Looks over what goes through streams, and leaves them as they are. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Gathers what a stream is fed with, whether or not it is read. */
export function chunksOf(stream: Readable): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const { push } = stream;
  stream.push = function (chunk: unknown, encoding) {
    gather(chunks, chunk, encoding);
    return push.call(this, chunk, encoding);
  };
  return chunks;
}

/** Gathers what is written to a response, and gives the body and the headers. */
export function writtenTo(response: ServerResponse): () => [body: string, headers: unknown] {
  const chunks: Uint8Array[] = [];
  const heads: unknown[] = [];
  const { write, end, writeHead } = response as unknown as Record<string, (...given: unknown[]) => unknown>;
  Object.assign(response, {
    write(...given: unknown[]) {
      gather(chunks, given[0], given[1]);
      return write!.apply(response, given);
    },
    end(...given: unknown[]) {
      gather(chunks, given[0], given[1]);
      return end!.apply(response, given);
    },
    writeHead(...given: unknown[]) {
      heads.push(given.at(-1));
      return writeHead!.apply(response, given);
    },
  });
  return () => [textOf(chunks), [...heads, response.getHeaders()]];
}

/** Adds a chunk, unless it is the end of a stream. */
export function gather(chunks: Uint8Array[], chunk: unknown, encoding?: unknown): void {
  if (typeof chunk === 'string') {
    chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
  } else if (chunk instanceof Uint8Array) {
    chunks.push(chunk);
  }
}

export function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString();
}
