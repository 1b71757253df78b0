/** Reads the documents that functions serve, generated from source. */
import { readDocument } from '#documents';

const ROOT = new URL('../../', import.meta.url);

/** Returns the text of a document by its path from the project's root. */
export async function documentText(file: string): Promise<string> {
  return String(await readDocument(new URL(file, ROOT)));
}
