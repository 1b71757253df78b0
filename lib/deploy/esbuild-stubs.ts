/** Excludes code from the bundles that would slow down cold starts. */
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';
import { oneOf } from './esbuild-splitting.ts';

/**
 * The conditions for resolving imports. `bundled` selects the replacements in package.json for modules that only work
 * in the source; `module` is esbuild's default.
 */
export const BUNDLED = ['bundled', 'module'];

/**
 * Imports only the used exports of Node.js's built-in modules. Importing all of `http` would load half of Node.js.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: oneOf(namesOfBuiltins) }, ({ path, kind }) => ({
      path: path.replace(/^node:/, ''),
      namespace: kind === 'require-call' ? 'required' : 'imported',
    }));
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = ${builtin(path)};`,
    }));
    onLoad({ filter: /./, namespace: 'imported' }, ({ path }) => {
      const named = exportsOfBuiltin(path).map(
        (name) => `export const ${name} = /* @__PURE__ */ (() => all.${name})();`,
      );
      return { contents: [`const all = ${builtin(path)};`, 'export default all;', ...named].join('\n') };
    });
  },
};

const namesOfBuiltins = builtinModules.flatMap((name) => [name, `node:${name}`]);

/**
 * Returns the exports of a built-in module, without those that Node.js loads lazily with getters. The SDK imports
 * `http` as a whole.
 */
function exportsOfBuiltin(name: string): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(name)));
  return properties
    .filter(([property, { get }]) => property !== 'default' && (name !== 'http' || get === undefined))
    .map(([property]) => property);
}

function builtin(name: string): string {
  return `/* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)})`;
}

/**
 * Replaces each resource of the `stripe` SDK, except the one that `lib/stripe/client.ts` uses, with an empty class.
 * They are most of the SDK, about two hundred, and all other calls use `rawRequest`. A client still has `charges`,
 * but without methods.
 */
export const unusedResources: Plugin = {
  name: 'unused-resources',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/resources(\/.*)?\.js$/ }, ({ path, importer }) =>
      SDK.test(importer) && path !== USED ? { path: importer, namespace: 'unused-resources' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'unused-resources' }, async ({ path }) => {
      const names = importedFromResources(await readFile(path, 'utf8'));
      return {
        contents: `class Unused {}\nexport { ${names.map((name) => `Unused as ${name}`).join(', ')} };`,
      };
    });
  },
};

const SDK = /[\\/]node_modules[\\/]stripe[\\/]esm[\\/][\w.]+\.js$/;
const USED = './resources/Files.js';

function importedFromResources(source: string): string[] {
  const imports = source.matchAll(/^import \{([^}]*)\} from '\.\/resources(?:\/.*)?\.js';$/gm);
  return [...new Set([...imports].flatMap(([, names]) => names!.match(/\w+/g) ?? []))];
}
