/** Serves the page at `GET /`, and its files below `/page/`. */
import { createHash } from 'node:crypto';
import type { HttpResponse } from '#sandbox/engine/response.ts';
import type { RawRequest } from './decode.ts';
import { readPageSources } from './page-sources.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The responses by path. */
type Page = ReadonlyMap<string, HttpResponse>;

let loaded: Promise<Page> | undefined;

/** Reads the files once for all sandboxes in this process. */
function loadPage(): Promise<Page> {
  loaded ??= readPage();
  return loaded;
}

async function readPage(): Promise<Page> {
  const sources = await readPageSources();
  const [, index] = sources.find(([name]) => name === 'index.html')!;
  const [, inline] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(index)!;
  const common = headersWith(inline!);
  return new Map(
    sources.map(([name, body]) => {
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const headers = { ...common, ETag: etag, 'Content-Type': TYPES[name.split('.').at(-1)!]! };
      return [name === 'index.html' ? '/' : `/page/${name}`, { status: 200, headers, body }];
    }),
  );
}

/**
 * Returns the headers of the page. The page can only run its own scripts and only call the sandbox, cannot turn text
 * into HTML, and cannot be framed.
 * @param inline the contents of the only inline script, the import map
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

/** Handles a request for the page or one of its files. Returns undefined for other requests. */
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
