/**
 * Reads documents when running from source, without a build: the first request for one generates all of them. A
 * separate thread does this, because some documents record responses by calling the functions with a sandbox, and
 * this process may already be serving functions.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ROOT } from '#lib/config/root.ts';

/** The thread's message about a generated document. */
export interface Made {
  /** The path from the project's root. */
  readonly file: string;
  readonly text: string;
}

const made = new Map<string, Buffer>();

/** The requested documents that are not generated yet. */
const awaited = new Map<string, PromiseWithResolvers<Buffer>>();

let isMaking = false;

/**
 * Reads a checked-in document, or generates it.
 * @throws {Error} if it cannot be generated, or has no generator
 */
export async function readDocument(location: URL): Promise<Buffer> {
  if (existsSync(location)) {
    return readFile(location);
  }
  const file = relative(ROOT, fileURLToPath(location));
  const text = made.get(file);
  if (text !== undefined) {
    return text;
  }
  const asked = awaited.get(file) ?? Promise.withResolvers<Buffer>();
  awaited.set(file, asked);
  if (!isMaking) {
    isMaking = true;
    makeAll(file);
  }
  return asked.promise;
}

/** Starts the thread, which generates this document first. */
function makeAll(first: string): void {
  const thread = new Worker(new URL('./make-documents.ts', import.meta.url), {
    workerData: first,
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  thread.on('message', ({ file, text }: Made) => {
    const contents = Buffer.from(text);
    made.set(file, contents);
    awaited.get(file)?.resolve(contents);
    awaited.delete(file);
  });
  thread.on('error', rejectAwaited);
  thread.on('exit', () => {
    isMaking = false;
    rejectAwaited(
      new Error(`No generator for ${[...awaited.keys()].join(', ')}: add one to lib/cli/documents.ts.`),
    );
  });
}

function rejectAwaited(reason: unknown): void {
  for (const { reject } of awaited.values()) {
    reject(reason);
  }
  awaited.clear();
}
