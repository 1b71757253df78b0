/** What is left out of the bundles because starting a function would have to wait for it. */
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';
import { oneOf } from './esbuild-splitting.ts';

/**
 * The conditions that imports are resolved under. For `bundled`, package.json names what bundles have in place of what only
 * works in the source; `module` is what esbuild assumes by itself.
 */
export const BUNDLED = ['bundled', 'module'];

/**
 * Takes Node's own modules as they are. An import of `http` would evaluate all that it offers, half of Node with it; this
 * way, only names that are used are.
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

/** The SDK takes `http` as a whole, so what Node itself puts off there, by getters, is not among its names. */
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
 * Puts an empty class in the place of each resource of the `stripe` SDK but the one that `lib/stripe/client.ts` uses:
 * there are some two hundred, most of the SDK, and everything else goes through `rawRequest`. A client has its `charges`
 * all the same, but no method to call on it.
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
