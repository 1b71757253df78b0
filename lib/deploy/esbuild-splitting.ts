/** Which file of the bundle holds what. */
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Has all entry points import the same modules, so that those are in one file. */
export function sharedChunk(modules: readonly string[]): Plugin {
  return {
    name: 'together',
    setup({ onResolve, onLoad, initialOptions }) {
      const { absWorkingDir: root = '', entryPoints } = initialOptions;
      // A name that no import has: esbuild asks here about the entry points alone.
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

/** Finds any of the texts and nothing else. A filter saves esbuild asking here about each of thousands of imports. */
export function oneOf(texts: readonly string[]): RegExp {
  return new RegExp(`^(${texts.map((text) => text.replaceAll(/[^\w:/@-]/g, '\\$&')).join('|')})$`);
}
