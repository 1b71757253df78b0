/** The documents that functions serve, as the source makes them. */
import { readDocument } from '#documents';

const ROOT = new URL('../../', import.meta.url);

/** Reads a document by its file, from the project's root. */
export async function documentText(file: string): Promise<string> {
  return String(await readDocument(new URL(file, ROOT)));
}
