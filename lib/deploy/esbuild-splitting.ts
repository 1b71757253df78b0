/** Which file of the bundle holds what. */
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Has all entry points import the same modules, so that those are in one file. */
export function together(modules: readonly string[]): Plugin {
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

/**
 * Leaves out what is imported when a call needs it (`await import(…)`).
 * @param specifiers what such imports name, as it is written there
 * @param nameOf the path to its bundle, from the files that hold such an import
 */
export function leftOut(specifiers: readonly string[], nameOf: (specifier: string) => string): Plugin {
  return {
    name: 'left-out',
    setup({ onResolve, onEnd, initialOptions }) {
      initialOptions.metafile = true;
      onResolve({ filter: oneOf(specifiers) }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path: nameOf(path), external: true } : undefined,
      );
      // A path from one depth of folders leads nowhere from another.
      onEnd(({ metafile }) => {
        const { absWorkingDir: root = '', outdir = '', chunkNames = '' } = initialOptions;
        const depth = dirname(chunkNames).split('/').length;
        const astray = Object.entries(metafile?.outputs ?? {}).filter(
          ([output, { imports }]) =>
            imports.some(({ kind }) => kind === 'dynamic-import') &&
            dirname(relative(relative(root, outdir), output)).split('/').length !== depth,
        );
        return {
          errors: astray.map(([output]) => ({
            text: `${output} imports on demand; of the functions, only those in a folder like ${dirname(chunkNames)} can.`,
          })),
        };
      });
    },
  };
}

/**
 * Rejects modules of the project but the named ones: those that are loaded at the start would be there twice, with their
 * classes and variables.
 */
export function onlyThese(allowed: readonly string[]): Plugin {
  return {
    name: 'only-these',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        allowed.includes(path)
          ? undefined
          : {
              errors: [
                { text: `${path} cannot be part of what is imported on demand: it is loaded at the start.` },
              ],
            },
      );
    },
  };
}

/** Finds any of the texts and nothing else. A filter saves esbuild asking here about each of thousands of imports. */
export function oneOf(texts: readonly string[]): RegExp {
  return new RegExp(`^(${texts.map((text) => text.replaceAll(/[^\w:/@-]/g, '\\$&')).join('|')})$`);
}
