/**
 * The page at `GET /`, and the files that it is made of: its own ones in `page/`, and three packages. There is no build: files
 * are served as they are. Where the sandbox is bundled, copy what {@link pageFiles} lists into `page/` beside the bundle.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HttpResponse } from '#sandbox/engine/response.ts';
import type { RawRequest } from './decode.ts';

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

/** Files of packages, by their names below `page/`; `index.html` says as what scripts import them. */
const VENDOR: Readonly<Record<string, string>> = {
  'vendor/preact.js': 'preact/dist/preact.mjs',
  'vendor/hooks.js': 'preact/hooks/dist/hooks.mjs',
  'vendor/htm.js': 'htm/dist/htm.mjs',
  'vendor/uplot.js': 'uplot/dist/uPlot.esm.js',
  'vendor/uplot.css': 'uplot/dist/uPlot.min.css',
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Every file of the page: its name below `page/`, and where it is in the source tree. */
export function pageFiles(): readonly { readonly name: string; readonly source: URL }[] {
  return [
    ...OWN.map((name) => ({ name, source: beside(name) })),
    ...Object.entries(VENDOR).map(([name, file]) => ({
      name,
      source: new URL(`../../node_modules/${file}`, import.meta.url),
    })),
  ];
}

function beside(name: string): URL {
  return new URL(`./page/${name}`, import.meta.url);
}

/** The files by their paths, with the headers that they are served with. */
export type Page = ReadonlyMap<string, HttpResponse>;

let loaded: Promise<Page> | undefined;

/** Reads the files; once for all sandboxes of the process. */
function loadPage(): Promise<Page> {
  loaded ??= readPage();
  return loaded;
}

async function readPage(): Promise<Page> {
  const read = await Promise.all(
    // A bundle has the files of packages beside it, too.
    pageFiles().map(async ({ name, source }) => {
      const body = await readFile(beside(name), 'utf8').catch(() => readFile(source, 'utf8'));
      return { name, body };
    }),
  );
  const index = read.find(({ name }) => name === 'index.html')!;
  const [, inline] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(index.body)!;
  const common = headersWith(inline!);
  return new Map(
    read.map(({ name, body }) => {
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const headers = { ...common, ETag: etag, 'Content-Type': TYPES[name.split('.').at(-1)!]! };
      return [name === 'index.html' ? '/' : `/page/${name}`, { status: 200, headers, body }];
    }),
  );
}

/**
 * The page runs its own scripts, talks to the sandbox, and cannot be framed; no text can become HTML or a script.
 * @param inline what stands in the only script that has no file: which names scripts import files by
 */
function headersWith(inline: string): Record<string, string> {
  const hash = createHash('sha256').update(inline).digest('base64');
  return {
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'self' 'sha256-${hash}'`,
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}

/** Answers a request for the page or one of its files; undefined where it is for something else. */
export async function servePage({ method, url, headers }: RawRequest): Promise<HttpResponse | undefined> {
  const path = url.split('?', 1)[0]!;
  if (!['GET', 'HEAD'].includes(method) || (path !== '/' && !path.startsWith('/page/'))) {
    return undefined;
  }
  const file = (await loadPage()).get(path);
  return file !== undefined && headers['if-none-match'] === file.headers['ETag']
    ? { status: 304, headers: file.headers, body: '' }
    : file;
}
