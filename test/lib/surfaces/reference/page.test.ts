/** The reference page and its scripts, as they are served; `test/browser/reference.test.ts` opens the page. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { SCALAR } from '#lib/surfaces/reference/scalar.ts';
import { handler as page } from '../../../../functions/reference/index.html.ts';
import { handler as scalar } from '../../../../functions/reference/scalar.js.ts';
import { handler as start } from '../../../../functions/reference/start.js.ts';
import { call, eventOf } from '../../../helpers/call.ts';

describe('GET /reference', () => {
  let base: string | undefined;
  beforeAll(() => {
    base = process.env['STRIPE_API_BASE'];
  });
  afterEach(() => {
    if (base === undefined) {
      delete process.env['STRIPE_API_BASE'];
    } else {
      process.env['STRIPE_API_BASE'] = base;
    }
  });

  test('is a page with a policy of its own, which loads nothing from elsewhere', async () => {
    const { status, headers, body } = await call(page, { path: '/reference' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self';"),
      'cache-control': 'no-store',
    });
    const loaded = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]);
    expect(loaded).toEqual([
      'data:,',
      'openapi.json',
      `reference/scalar-${SCALAR.hash}.js`,
      'reference/start.js',
    ]);
    expect(body).not.toMatch(/<script>|\son\w+=/);
  });

  test.each([
    ['http://127.0.0.1:12111', 'sk_test_demo'],
    ['http://sandbox:12111', 'sk_test_demo'],
    ['https://api.stripe.com', ''],
    ['https://notstripe.com', 'sk_test_demo'],
  ])('with Stripe at %s it fills in the key "%s"', async (stripe, key) => {
    process.env['STRIPE_API_BASE'] = stripe;
    const { body } = await call(page, { path: '/reference' });
    expect(/data-key="(\w*)"/.exec(body)?.[1]).toBe(key);
  });
});

test('the page has the URLs of its scripts', () => {
  expect(start.endpoint.path('start.js')).toBe('/reference/start.js');
  expect(scalar.endpoint.path('scalar.js')).toBe(`/reference/scalar-${SCALAR.hash}.js`);
});

describe("Scalar's script", () => {
  const get = (encoding?: string) =>
    scalar(
      eventOf(scalar, { headers: encoding === undefined ? {} : { 'accept-encoding': encoding } }),
      {} as Context,
    );
  const hashOf = (script: Buffer | string) => createHash('sha256').update(script).digest('hex').slice(0, 16);

  test.each([
    ['gzip, deflate, br, zstd', 'br', promisify(brotliDecompress)],
    ['gzip;q=0.5, BR;q=1', 'br', promisify(brotliDecompress)],
    ['gzip, br;q=0', 'gzip', promisify(gunzip)],
    ['gzip', 'gzip', promisify(gunzip)],
  ])('is sent in an encoding of %j', async (accepted, encoding, decompress) => {
    const { statusCode, headers, body, isBase64Encoded } = await get(accepted);
    expect([statusCode, isBase64Encoded]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'Content-Type': 'text/javascript',
      'Content-Encoding': encoding,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    });
    // AWS Lambda returns at most 6 MB.
    expect(body.length).toBeLessThan(2_000_000);
    expect(hashOf((await decompress(Buffer.from(body, 'base64'))) as Buffer)).toBe(SCALAR.hash);
  });

  test.each([undefined, 'identity', 'br;q=0.0, gzip;q=0'])(
    'is sent as it is where %j is accepted',
    async (accepted) => {
      const { headers, body, isBase64Encoded } = await get(accepted);
      expect(isBase64Encoded).toBeUndefined();
      expect(headers).not.toHaveProperty('Content-Encoding');
      expect(hashOf(body)).toBe(SCALAR.hash);
      expect(body).toContain(SCALAR.version);
    },
  );
});
