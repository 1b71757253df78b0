/** The files of the page: all there, with a policy that lets nothing in from elsewhere. */
import { expect, test } from '@jest/globals';
import { readPageSources } from '#sandbox/server/page-sources.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
const get = (path: string, init?: RequestInit) => fetch(`${sandbox.url}${path}`, init);

test('are served with their types, and a policy', async () => {
  const types = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
  for (const [name] of await readPageSources()) {
    const { status, headers } = await get(name === 'index.html' ? '/' : `/page/${name}`);
    const extension = name.split('.').at(-1) as keyof typeof types;
    expect({ name, status, type: headers.get('content-type')?.split(';')[0] }).toEqual({
      name,
      status: 200,
      type: types[extension],
    });
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[\w+/]+=*'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.has('set-cookie')).toBe(false);
  }
});

test('are not sent again to whoever has them', async () => {
  const first = await get('/page/app.js');
  const again = await get('/page/app.js', { headers: { 'if-none-match': first.headers.get('etag')! } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const head = await get('/', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test.each(['/page/', '/page/../server.ts', '/page/%2e%2e/server.ts', '/page/app.ts', '/page/vendor'])(
  'do not include %s',
  async (path) => {
    expect((await get(path)).status).toBe(401);
  },
);
