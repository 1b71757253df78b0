/** The imports between the project's modules. */
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { BUNDLED } from './esbuild-stubs.ts';

/** Modules by absolute path, without packages. */
export interface ModuleGraph {
  /** The direct and indirect imports of each module. */
  needs(module: string): ReadonlySet<string>;
}

/**
 * Reads the modules that the files import.
 * @throws {Error} for a dynamic import (`await import(…)`), which the bundles do not support
 */
export async function readModuleGraph(root: string, files: readonly string[]): Promise<ModuleGraph> {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    packages: 'external',
    platform: 'node',
    conditions: BUNDLED,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const late = Object.values(metafile.inputs)
    .flatMap((input) => input.imports)
    .filter(({ kind }) => kind === 'dynamic-import');
  if (late.length > 0) {
    throw new Error(
      `${late.map(({ path }) => path).join(', ')}: dynamic imports are not supported. Use static imports.`,
    );
  }
  const direct = new Map(
    Object.entries(metafile.inputs).map(([path, input]) => [
      join(root, path),
      input.imports
        .filter(({ external, kind }) => !external && kind === 'import-statement')
        .map((imported) => join(root, imported.path)),
    ]),
  );
  const known = new Map<string, ReadonlySet<string>>();
  const needs = (module: string): ReadonlySet<string> => {
    const found = known.get(module) ?? reach(module, direct);
    known.set(module, found);
    return found;
  };
  return { needs };
}

function reach(module: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const imported of direct.get(from) ?? []) {
      if (!found.has(imported)) {
        found.add(imported);
        visit(imported);
      }
    }
  };
  visit(module);
  return found;
}

/** A module goes into the shared file if at least this proportion of the modules need it. */
const MANY = 1 / 6;

/** Returns the modules that many of the given ones need. */
export function neededByMany({ needs }: ModuleGraph, modules: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const needed of modules.flatMap((module) => [...needs(module)])) {
    counts.set(needed, (counts.get(needed) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= modules.length * MANY).map(([module]) => module);
}
