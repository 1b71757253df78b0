/** Imports what stands in a folder, so that a new file takes part without being named anywhere. */
import { readdir } from 'node:fs/promises';

/** What a module exports, by its names. */
export type Exports = Readonly<Record<string, unknown>>;

const ROOT = new URL('../../', import.meta.url);

/**
 * Imports every TypeScript file of a folder and of the folders in it, at once.
 * The bundler puts imports that are written out in the place of this module (`lib/deploy/bundle-programs.ts`), for a
 * bundle has no folders.
 * @param folder from the project's root, e.g. `sandbox/engine`
 * @param isWanted tells by a file's path in the folder whether it is imported; default: all are
 * @returns what each file exports, by its path in the folder, in the order of the paths
 */
export async function importFolder(
  folder: string,
  isWanted: (file: string) => boolean = () => true,
): Promise<[file: string, exports: Exports][]> {
  const base = new URL(`${folder}/`, ROOT);
  const files = (await readdir(base, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(
    files
      .filter(isWanted)
      .map(async (file): Promise<[string, Exports]> => [file, await import(new URL(file, base).href)]),
  );
}
