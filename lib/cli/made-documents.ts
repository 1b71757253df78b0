/**
 * How the source reads a document, where no build wrote it: all are made when one is first asked for. A thread of its own
 * makes them: some record replies, by calls of the functions to a sandbox, and this process may serve functions already.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ROOT } from '#lib/config/root.ts';

/** What the thread tells of each document that it has made. */
export interface Made {
  /** The path, from the project's root. */
  readonly file: string;
  readonly text: string;
}

const made = new Map<string, Buffer>();

/** The documents that are asked for and not made yet. */
const awaited = new Map<string, PromiseWithResolvers<Buffer>>();

let isMaking = false;

/**
 * Reads a document that is checked in, or makes it.
 * @throws {Error} when it cannot be made, or nothing makes it
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

/** Starts the thread, which makes this document first. */
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
      new Error(`Nothing makes ${[...awaited.keys()].join(', ')}: lib/cli/documents.ts lists what is made.`),
    );
  });
}

function rejectAwaited(reason: unknown): void {
  for (const { reject } of awaited.values()) {
    reject(reason);
  }
  awaited.clear();
}
