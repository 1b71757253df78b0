/** Reads all operations that are declared in this folder, for the sandbox, the commands and the tests. */
import { readdir } from 'node:fs/promises';
import type { Operation } from './operation.ts';

/** An operation and where it is declared. */
export interface DeclaredOperation {
  /** The file's name without extension, e.g. `customer-subscriptions`. */
  readonly module: string;
  /** The name of the export, e.g. `cancel`. */
  readonly name: string;
  readonly operation: Operation;
}

const FOLDER = new URL('./', import.meta.url);

/** Reads all operations, including deprecated ones, sorted by file and name. */
export async function readOperations(): Promise<DeclaredOperation[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map(async (file) => ({
      module: file.slice(0, -'.ts'.length),
      exports: (await import(new URL(file, FOLDER).href)) as Record<string, unknown>,
    })),
  );
  return modules.flatMap(({ module, exports }) =>
    Object.entries(exports).flatMap(([name, value]) =>
      isOperation(value) ? [{ module, name, operation: value }] : [],
    ),
  );
}

function isOperation(value: unknown): value is Operation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'parameters' in value
  );
}
