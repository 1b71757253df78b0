/** Controls which code goes into which file of the bundle. */
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Makes all entry points import the same modules, so that these end up in one file. */
export function sharedChunk(modules: readonly string[]): Plugin {
  return {
    name: 'together',
    setup({ onResolve, onLoad, initialOptions }) {
      const { absWorkingDir: root = '', entryPoints } = initialOptions;
      // No import has this name, so esbuild only calls this for entry points.
      initialOptions.entryPoints = (entryPoints as { in: string; out: string }[]).map((entryPoint) => ({
        ...entryPoint,
        in: `${ENTRY_POINT}:${entryPoint.in}`,
      }));
      onResolve({ filter: new RegExp(`^${ENTRY_POINT}:`) }, ({ path }) => ({
        path: resolve(root, path.slice(ENTRY_POINT.length + 1)),
        namespace: ENTRY_POINT,
      }));
      onLoad({ filter: /./, namespace: ENTRY_POINT }, ({ path }) => {
        const imports = modules.map((module) => `import ${JSON.stringify(module)};`);
        const own = `export * from ${JSON.stringify(path)};`;
        return { contents: [...imports, own].join('\n'), resolveDir: root };
      });
    },
  };
}

const ENTRY_POINT = 'entry-point';

/**
 * Returns a regular expression that matches exactly these strings. As a filter, it saves esbuild thousands of calls.
 */
export function oneOf(texts: readonly string[]): RegExp {
  return new RegExp(`^(${texts.map((text) => text.replaceAll(/[^\w:/@-]/g, '\\$&')).join('|')})$`);
}
