/**
 * Reads the files of the page: those in `page/`, and those of three packages. There is no build step. Bundles replace
 * this module with one that contains the files (`lib/deploy/bundle-programs.ts`).
 */
import { readFile } from 'node:fs/promises';

const OWN = [
  'index.html',
  'page.css',
  'icon.svg',
  'app.js',
  'api.js',
  'parts.js',
  'log.js',
  'objects.js',
  'events.js',
  'time.js',
  'settings.js',
];

/** Files of packages, by name below `/page/`. The import map in `index.html` refers to them. */
const VENDOR: Readonly<Record<string, string>> = {
  'vendor/preact.js': 'preact/dist/preact.mjs',
  'vendor/hooks.js': 'preact/hooks/dist/hooks.mjs',
  'vendor/htm.js': 'htm/dist/htm.mjs',
  'vendor/uplot.js': 'uplot/dist/uPlot.esm.js',
  'vendor/uplot.css': 'uplot/dist/uPlot.min.css',
};

/** Reads all files of the page, with their names below `/page/`. */
export async function readPageSources(): Promise<readonly (readonly [name: string, text: string])[]> {
  const files = [
    ...OWN.map((name) => [name, `./page/${name}`] as const),
    ...Object.entries(VENDOR).map(([name, file]) => [name, `../../node_modules/${file}`] as const),
  ];
  return Promise.all(
    files.map(
      async ([name, file]) => [name, await readFile(new URL(file, import.meta.url), 'utf8')] as const,
    ),
  );
}
