/** Lists the packages in the bundles, with their licences. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { ROOT } from '#lib/config/root.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { bundle } from './bundle.ts';

/** A bundled package. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Its size in the bundles, in bytes, before compression. Code in several surfaces counts once. */
  readonly bytes: number;
  /** Whether the package has an install script. */
  readonly installs: boolean;
}

/** Creates the document. */
export async function documents(catalogue: readonly Entry[]): Promise<Document[]> {
  const packages = await bundledPackages(catalogue.map(({ file }) => file));
  const rows = packages.map(
    ({ name, version, license, bytes, installs }) =>
      `| ${name} | ${version} | ${license} | ${kilobytes(bytes)} | ${installs ? 'yes' : 'no'} |`,
  );
  const text = `<!-- ${GENERATED} -->

# Packages that are deployed

The functions are bundled, so a deployment has no \`node_modules\`. This is all that is in the bundles besides the
project itself; nothing else of any package is deployed.

AWS is called with \`aws4\`'s signatures over Node.js's own HTTP client, not with AWS's SDK: two services and seven operations
do not need 600 kB that a new instance of a function would load before its first call.

| package | version | licence | kB | install script |
| --- | --- | --- | --: | --- |
${rows.join('\n')}
`;
  return [{ file: 'functions/DEPENDENCIES.md', text }];
}

/**
 * Bundles the functions and returns the packages in the bundles, by name.
 * @param files the functions' files, relative to the project's root
 */
export async function bundledPackages(files: readonly string[]): Promise<Bundled[]> {
  const sizes = new Map<string, number>();
  const note = ({ outputs }: Metafile) => {
    for (const { inputs } of Object.values(outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        sizes.set(file, Math.max(sizes.get(file) ?? 0, bytesInOutput));
      }
    }
  };
  const functions = files.map((file) => ({ in: file, out: file.replace(/\.ts$/, '') }));
  await bundle(ROOT, functions, note);
  const used = [...sizes].filter(([file, bytes]) => bytes > 0 && folderOf(file) !== undefined);
  const folders = Map.groupBy(used, ([file]) => folderOf(file)!);
  const packages = [...folders].map(async ([folder, contents]) => {
    const { name, version, license, scripts } = await readPackage(folder);
    const bytes = contents.reduce((sum, [, size]) => sum + size, 0);
    const installs = ['preinstall', 'install', 'postinstall'].some(
      (script) => scripts?.[script] !== undefined,
    );
    return { name, version, license, bytes, installs };
  });
  return (await Promise.all(packages)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Returns the folder of a file's package. Files that a plugin replaced have the plugin's name as a prefix. */
function folderOf(file: string): string | undefined {
  const folder = /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return folder && resolve(ROOT, folder);
}

/** Reads the package.json of a package. Subfolders may also have one, which only sets the module type. */
async function readPackage(folder: string): Promise<PackageFile> {
  return JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8'));
}

/** Formats a size, rounded so that small changes do not change the document. */
function kilobytes(bytes: number): string {
  return bytes < 1000 ? '< 1' : `~ ${Number((bytes / 1000).toPrecision(1))}`;
}
