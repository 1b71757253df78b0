/**
 * Discovers what the sandbox implements by importing folders: the engine, the domains, the current object formats,
 * and the version gates.
 */
import { importFolder } from '#lib/operations/import-folder.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { readOperations } from '#lib/operations/read-operations.ts';
import { type Registry, registryOf } from '#sandbox/engine/registry.ts';
import { loadVersions, type Versions } from '#sandbox/versions/index.ts';
import { type Router, routerOf } from './route.ts';

/** Everything that the sandbox serves. */
export interface ServedApi extends Registry {
  /** All of Stripe's operations, including those that the sandbox does not implement. */
  readonly operations: readonly Operation[];
  readonly router: Router;
  readonly versions: Versions;
}

const FOLDERS = ['engine', 'payments', 'billing', 'connect', 'orders', 'versions/today'];

/**
 * Imports the folders.
 * @throws {Error} if something is defined twice
 */
export async function loadApi(): Promise<ServedApi> {
  const exported = await Promise.all(
    FOLDERS.map(async (name) =>
      (await importFolder(`sandbox/${name}`)).flatMap(([, exports]) => Object.values(exports).flat()),
    ),
  );
  const operations = (await readOperations()).map(({ operation }) => operation);
  return {
    ...registryOf(exported.flat()),
    operations,
    router: routerOf(operations),
    versions: await loadVersions(),
  };
}
