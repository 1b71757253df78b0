/** Bundles the programs for use outside AWS: the server for the functions, and the sandbox. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import type { EntryPoint, Output } from './bundle.ts';

/** Matches the module that imports folders. Its documentation says which ones. */
const IMPORTER = /[\\/]lib[\\/]operations[\\/]import-folder\.ts$/;
const IMPORTED = ['lib/operations', 'sandbox'];

/**
 * Bundles programs, each into one file without dependencies.
 * @param root the project's folder
 * @returns the files by path, relative to the project's root
 */
export async function bundlePrograms(root: string, programs: readonly EntryPoint[]): Promise<Output[]> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...programs],
    outdir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // CommonJS packages load Node.js's modules with `require`, which ES modules do not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [foldersWrittenOut(root), pageWrittenOut()],
    write: false,
    logLevel: 'silent',
    logOverride: { 'import-is-undefined': 'error' },
  });
  await esbuild.stop();
  return outputFiles.map(({ path, contents }) => [relative(root, path), contents]);
}

/** Matches the module that reads the files of the sandbox's page. */
const PAGE = /[\\/]sandbox[\\/]server[\\/]page-sources\.ts$/;

/** Includes the files of the sandbox's page in the bundle. */
function pageWrittenOut(): esbuild.Plugin {
  return {
    name: 'page-written-out',
    setup({ onLoad }) {
      onLoad({ filter: PAGE }, async ({ path }) => {
        const { readPageSources } = await import(pathToFileURL(path).href);
        const sources = JSON.stringify(await readPageSources());
        return { contents: `export const readPageSources = async () => ${sources};` };
      });
    },
  };
}

/** Replaces the import of a folder with imports of its files, because a bundle has no folders next to it. */
function foldersWrittenOut(root: string): esbuild.Plugin {
  return {
    name: 'folders-written-out',
    setup({ onLoad }) {
      onLoad({ filter: IMPORTER }, async ({ path }) => {
        const files = (await Promise.all(IMPORTED.map((folder) => sourcesIn(root, folder)))).flat();
        const imports = files
          .filter((file) => join(root, file) !== path)
          .map((file, index) => ({ file, name: `m${index}`, path: JSON.stringify(join(root, file)) }));
        const contents = `${imports.map(({ name, path: from }) => `import * as ${name} from ${from};`).join('\n')}
          export async function importFolder(folder, isWanted = () => true) {
            const modules = [${imports.map(({ file, name }) => `[${JSON.stringify(file)}, ${name}]`).join()}];
            return modules
              .filter(([file]) => file.startsWith(folder + '/'))
              .map(([file, exports]) => [file.slice(folder.length + 1), exports])
              .filter(([file]) => isWanted(file));
          }`;
        return { contents, resolveDir: root };
      });
    },
  };
}

async function sourcesIn(root: string, folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join(folder, file).replaceAll('\\', '/'));
}
