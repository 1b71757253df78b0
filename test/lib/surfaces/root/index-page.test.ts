/** The index at `GET /`. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { Contents } from '#lib/surfaces/root/contents.ts';
import { apiAt } from '../../../helpers/api.ts';
import { call, type Sent } from '../../../helpers/call.ts';
import { type Gateway, startGateway } from '../../../helpers/gateway.ts';
import { testSandbox } from '../../../helpers/sandbox.ts';

const sandbox = testSandbox();

let catalogue: readonly Entry[];

beforeAll(async () => {
  catalogue = await readCatalogue();
});

const get = (sent: Sent = {}) =>
  call(catalogue.find(({ path }) => path === '/')!.handler, {
    ...sent,
    headers: { host: 'api.example.com', ...sent.headers },
  });

const endpointsIn = ({ surfaces }: Contents) => surfaces.flatMap(({ endpoints }) => endpoints);

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('as JSON', () => {
  test.each(['', '*/*', 'application/json, text/html'])('for %j', async (accept) => {
    const reply = await get({ headers: { accept } });
    expect(reply).toMatchObject({ status: 200, body: { name: 'Stripe Socket' } });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept',
    });
  });

  test('lists every endpoint and every document once', async () => {
    const contents: Contents = (await get()).body;
    const listed = [
      ...endpointsIn(contents),
      ...[contents, ...contents.surfaces].flatMap(({ documents }) =>
        documents.map(({ path }) => ({ method: 'GET', path })),
      ),
    ].map(({ method, path }) => `${method} ${path}`);
    const all = catalogue
      // The files of a page are not listed.
      .filter(({ path }) => path !== '/' && path !== '$default' && !path.startsWith('/reference/'))
      .map(({ method, path }) => `${method} ${path}`);
    expect(listed.sort()).toEqual(all.sort());
  });

  test('lists the surfaces that are deployed', async () => {
    process.env['SURFACES'] = 'card, socket';
    try {
      const { body } = await get();
      expect(body.surfaces.map(({ name }: { name: string }) => name)).toEqual(['socket', 'card']);
    } finally {
      delete process.env['SURFACES'];
    }
  });

  test('names the place that it was asked at, the stage of a REST API included', async () => {
    const [first] = endpointsIn((await get({ format: 'rest', stage: 'dev', path: '/' })).body);
    expect(first!.curl).toContain('https://api.example.com/dev/stripe/');
    expect(JSON.stringify((await get()).body)).not.toContain('stripe-socket.example.com');
  });
});

describe('as a page', () => {
  test('for browsers, with a policy that allows its style and nothing else', async () => {
    const { status, headers, body } = await get({ headers: HTML });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(body)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(body).not.toMatch(/<script|\son\w+=|javascript:| style="/i);
  });

  test('shows what the JSON has', async () => {
    const page: string = (await get({ headers: HTML })).body;
    for (const { path, curl } of endpointsIn((await get()).body)) {
      expect(page).toContain(`${path}</code>`);
      if (curl !== undefined) {
        expect(page).toContain(
          `<pre>${curl.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}</pre>`,
        );
      }
    }
  });

  test.each(['<script>', 'a"b', 'x y'])('rejects the host %j', async (host) => {
    expect((await get({ headers: { ...HTML, host } })).status).toBe(400);
  });
});

describe('its calls work as they stand', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());

  test('each is answered with success, on what the demo account holds at first', async () => {
    const { body } = await get({ headers: { host: new URL(gateway.url).host } });
    // The tokens of cards are made by a command that the tests have of their own.
    const calls = endpointsIn(body).filter(
      ({ surface }) => surface !== 'card' && surface !== 'webhook' && surface !== 'mcp',
    );
    expect(calls.length).toBeGreaterThan(180);
    const wrong: string[] = [];
    for (const { path, method, curl } of calls) {
      await apiAt(sandbox.url, 'sk_test_demo').post('/_sandbox/reset');
      const command = curl!.replace(/^curl/, "curl -s -w '\\n%{http_code}'");
      const { stdout } = await promisify(execFile)('sh', ['-c', command]);
      const [, reply, status] = /^(.*)\n(\d+)$/s.exec(stdout)!;
      if (!/^2/.test(status!) || (path.startsWith('/api/') && JSON.parse(reply!).callback !== 'success')) {
        wrong.push(`${method} ${path}: ${stdout}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
