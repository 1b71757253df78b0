/** How a bundle reads a document: the build wrote it beside the function, in the place that it has in the source. */
import { readFile } from 'node:fs/promises';

/** Reads a document. */
export function readDocument(file: URL): Promise<Buffer> {
  return readFile(file);
}
