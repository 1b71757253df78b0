/** What every reply tells browsers and caches, and that no page of another origin is let in unless it is configured. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call, type Sent } from '../helpers/call.ts';
import { testKey } from '../helpers/key.ts';
import { json, startUpstream, type Upstream } from '../helpers/upstream.ts';
import { sentTo, validArguments } from '../helpers/valid-call.ts';

const entries = await readCatalogue();
let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream((response) =>
    json(
      response,
      200,
      { id: 'obj_1', object: 'object', data: [], has_more: false },
      {
        'set-cookie': 'a=b',
        server: 'upstream',
        'x-powered-by': 'upstream',
        'access-control-allow-origin': '*',
      },
    ),
  );
  process.env['STRIPE_API_BASE'] = upstream.url;
});
afterAll(() => upstream.close());

const origin = 'https://elsewhere.example.com';

/** The security headers that OWASP lists for an API, and nothing that tells of what is inside. */
const EXPECTED = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': expect.stringMatching(/^max-age=(31536000|[4-9]\d{7})\b/),
  'x-content-type-options': 'nosniff',
  'x-correlation-id': expect.any(String),
};
/** What a page or a file of one has instead, where it is served. */
const OF_PAGES: Readonly<Record<string, object>> = {
  'text/html; charset=utf-8': {
    // No script but the page's own, and no connection to elsewhere.
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self'; (?!.*script-src)(?=.*connect-src 'self';)(?=.*base-uri 'none';)(?=.*frame-ancestors 'none'$)/,
    ),
  },
  'text/javascript; charset=utf-8': {
    'cache-control': expect.stringMatching(/^(no-store|public, max-age=31536000, immutable)$/),
  },
};
const INNER = ['set-cookie', 'server', 'x-powered-by'];

describe('every reply has them', () => {
  test.each(entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const))(
    '%s',
    async (_, entry) => {
      const valid = sentTo(entry, validArguments(entry), testKey());
      const headers = { ...valid.headers, origin };
      const calls: Sent[] = [
        { ...valid, headers },
        { path: entry.path, headers },
        { ...valid, body: '{', headers },
        { ...valid, method: 'TRACE', headers },
        { ...valid, method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } },
      ];
      for (const sent of calls) {
        const reply = await call(entry.handler, sent);
        expect(reply.headers).toMatchObject({
          ...EXPECTED,
          ...(reply.status === 200 && OF_PAGES[reply.headers['content-type'] ?? '']),
        });
        expect(INNER.filter((name) => name in reply.headers)).toEqual([]);
        expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
        const hasBody = typeof reply.body !== 'string' || reply.body !== '';
        expect(reply.headers['content-type'] !== undefined || !hasBody).toBe(true);
      }
    },
  );
});
