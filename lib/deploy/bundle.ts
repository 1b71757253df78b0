/**
 * Bundles the functions for AWS Lambda, so that they need no `node_modules` and start quickly. Loading a file takes
 * time, however small it is. The functions of each folder, which is a surface, therefore share one file with the code
 * that most of them need. Surfaces share nothing.
 */
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { sharedChunk } from './esbuild-splitting.ts';
import { BUNDLED, builtins, unusedResources } from './esbuild-stubs.ts';
import { neededByMany, readModuleGraph } from './module-graph.ts';

/** A function's file and its bundle, without extension; both relative to the project's root. */
export interface EntryPoint {
  readonly in: string;
  readonly out: string;
}

/** A bundled file and its path, relative to the project's root. */
export type Output = [name: string, contents: Uint8Array];

// esbuild is short-lived, and would otherwise spend a fifth of its time on garbage collection.
process.env['GOGC'] ??= '400';

const SHARED = 'functions/shared';

/**
 * Bundles all functions. Names are kept, so that stack traces are readable.
 * @param root the project's folder
 * @param inspect receives the contents of each part of the bundle
 */
export async function bundle(
  root: string,
  functions: readonly EntryPoint[],
  inspect?: (metafile: esbuild.Metafile) => void,
): Promise<Output[]> {
  const graph = await readModuleGraph(
    root,
    functions.map(({ in: file }) => file),
  );
  const folders = Map.groupBy(functions, ({ out }) => out.split('/')[1]!);
  const builds = [...folders].map(([folder, group]) => {
    const modules = group.map(({ in: file }) => join(root, file));
    return build(root, `${SHARED}/${folder}-[hash]`, group, [sharedChunk(neededByMany(graph, modules))]);
  });
  const built = await Promise.all(builds);
  await esbuild.stop();
  for (const { metafile } of built) {
    inspect?.(metafile);
  }
  return built.flatMap(({ outputs }) => outputs);
}

async function build(
  root: string,
  chunkNames: string,
  entryPoints: readonly EntryPoint[],
  plugins: readonly esbuild.Plugin[],
): Promise<{ outputs: Output[]; metafile: esbuild.Metafile }> {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outdir: root,
    outExtension: { '.js': '.mjs' },
    chunkNames,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    conditions: BUNDLED,
    // Prefer ES modules to CommonJS, because only they allow tree shaking.
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    plugins: [...plugins, builtins, unusedResources],
    write: false,
    metafile: true,
    logLevel: 'silent',
    logOverride: { 'import-is-undefined': 'error' },
  });
  return { outputs: outputFiles.map(({ path, contents }) => [relative(root, path), contents]), metafile };
}
