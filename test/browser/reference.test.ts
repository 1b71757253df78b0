/** The reference page: what somebody sees who opens it and sends a first request. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page, Response } from 'playwright-core';
import { describeInBrowser, launchBrowser, openPage } from '../helpers/browser.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';

testSandbox();
const api = testApi();

/** The page is loaded and shown slowly on a busy machine. */
const PATIENCE = 60_000;

const at = (tag: string, method: string, path: string) => `/reference#tag/${tag}/${method}${path}`;

/** The button that opens the form for a request. */
const opener = (page: Page, method: string, path: string) =>
  page.locator('button', { hasText: `(${method.toLowerCase()} ${path})` }).first();

/** Opens the form for the request that the page shows, and sends it as it stands. */
async function send(page: Page, method: string, path: string): Promise<Response> {
  await opener(page, method, path).click({ timeout: PATIENCE });
  const replied = page.waitForResponse((response) => response.request().method() === method);
  await page.getByRole('dialog').getByRole('button', { name: /^Send/ }).first().click({ timeout: PATIENCE });
  return replied;
}

describeInBrowser('the reference page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each([
    ['sockets', 'POST', '/stripe/create-charge', { viewport: { width: 1280, height: 800 } }],
    ['blocks-charges', 'POST', '/api/Stripe/createCharge', { viewport: { width: 390, height: 844 } }],
    ['connector', 'POST', '/connector/customers', {}],
    ['rest-charges', 'POST', '/v1/charges', { colorScheme: 'dark' }],
  ] as const)(
    'a first click at %s: %s %s is answered with 200',
    async (tag, method, path, options) => {
      const { page, foreign, errors } = await openPage(browser, api.url + at(tag, method, path), options);
      await opener(page, method, path).waitFor({ timeout: PATIENCE });
      const scrolled = await page.evaluate('scrollTo(1000, scrollY), scrollX');
      expect(scrolled).toBe(0);
      const reply = await send(page, method, path);
      expect([reply.url(), reply.status()]).toEqual([api.url + path, 200]);
      const body = await reply.json();
      if (path.startsWith('/api/')) {
        expect(body).toMatchObject({ callback: 'success' });
      } else {
        expect(body.id).toMatch(/^(ch|cus)_/);
      }
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    },
    2 * PATIENCE,
  );

  test(
    'a list is asked for without the optional arguments',
    async () => {
      const path = '/v1/balance/history';
      const { page, errors } = await openPage(browser, api.url + at('rest-balance', 'GET', path));
      const reply = await send(page, 'GET', path);
      expect([reply.url(), reply.status()]).toEqual([api.url + path, 200]);
      expect((await reply.json()).data.length).toBeGreaterThan(1);
      expect(errors).toEqual([]);
    },
    2 * PATIENCE,
  );

  test(
    'the command that it shows for curl works',
    async () => {
      const path = '/stripe/create-charge';
      const { page } = await openPage(browser, api.url + at('sockets', 'POST', path), {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const card = page.getByRole('group').filter({ has: opener(page, 'POST', path) });
      await card.getByRole('button', { name: 'Copy' }).first().click({ timeout: PATIENCE });
      const command = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(command).toMatch(/^curl /);
      const { stdout } = await promisify(execFile)('sh', ['-c', `${command} --silent --show-error`]);
      expect(JSON.parse(stdout)).toMatchObject({ object: 'charge', amount: 500, paid: true });
    },
    2 * PATIENCE,
  );
});
