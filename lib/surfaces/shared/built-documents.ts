/**
 * Reads documents in a bundle. The build puts them next to the functions, with the same relative paths as in the
 * source.
 */
import { readFile } from 'node:fs/promises';

/** Reads a document. */
export function readDocument(file: URL): Promise<Buffer> {
  return readFile(file);
}
