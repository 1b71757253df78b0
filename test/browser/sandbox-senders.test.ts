/** Pages of other sites in a real browser cannot reach the sandbox. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../helpers/browser.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { openAt } from '../sandbox/helpers.ts';

describeInBrowser('a page of another site', () => {
  const sandbox = testSandbox();
  let browser: Browser;
  let site: Server;
  let html = '';
  const siteUrl = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;

  beforeAll(async () => {
    browser = await launchBrowser();
    site = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => site.close(resolve));
  });

  test('cannot reset an account with the credentials that the browser has', async () => {
    const account = openAt(sandbox.url);
    await account.stripe.customers.create();
    // A browser that has got hold of the key, however it did, sends it with everything.
    const authorization = `Basic ${Buffer.from(`${account.key}:`).toString('base64')}`;
    const context = await browser.newContext({ extraHTTPHeaders: { authorization } });
    const page = await context.newPage();
    await page.goto(`${sandbox.url}/v1/customers`);
    expect(await page.textContent('body')).toContain('cus_');
    html = `<form method="post" action="${sandbox.url}/_sandbox/reset"><button>win</button></form>`;
    await page.goto(siteUrl());
    const answered = page.waitForResponse((response) => response.url().endsWith('/_sandbox/reset'));
    await page.click('button');
    const answer = await answered;
    expect(await answer.request().headerValue('authorization')).toMatch(/^Basic /);
    expect(answer.status()).toBe(403);
    expect((await account.stripe.customers.list()).data).toHaveLength(1);
    await context.close();
  });

  test('reads nothing by a script, and learns of no credentials', async () => {
    const page = await (await browser.newContext()).newPage();
    html = 'a site';
    await page.goto(siteUrl());
    const read = (url: string) =>
      page.evaluate(
        (address) =>
          fetch(address, { headers: { authorization: 'Bearer sk_test_a' } }).then(
            () => 'read',
            () => 'failed',
          ),
        url,
      );
    expect(await read(`${sandbox.url}/v1/customers`)).toBe('failed');
    const answer = await page.goto(`${sandbox.url}/v1/customers`);
    expect(answer?.status()).toBe(401);
    expect(await answer?.headerValue('www-authenticate')).toBeNull();
    await page.context().close();
  });
});
