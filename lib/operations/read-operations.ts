/** Reads all operations that are declared in this folder, for the sandbox, the commands and the tests. */
import { sep } from 'node:path';
import { importFolder } from './import-folder.ts';
import type { Operation } from './operation.ts';

/** An operation and where it is declared. */
export interface DeclaredOperation {
  /** The file's name without extension, e.g. `customer-subscriptions`. */
  readonly module: string;
  /** The name of the export, e.g. `cancel`. */
  readonly name: string;
  readonly operation: Operation;
}

/** Reads all operations, including deprecated ones, sorted by file and name. */
export async function readOperations(): Promise<DeclaredOperation[]> {
  const modules = await importFolder('lib/operations', (file) => !file.includes(sep));
  return modules.flatMap(([file, exports]) =>
    Object.entries(exports).flatMap(([name, value]) =>
      isOperation(value) ? [{ module: file.slice(0, -'.ts'.length), name, operation: value }] : [],
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
