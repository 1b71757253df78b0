/** The index at `GET /` in a browser. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, openPage, seriousFindings } from '../helpers/browser.ts';
import { type Gateway, startGateway } from '../helpers/gateway.ts';

describeInBrowser('the index', () => {
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  test.each([
    ['in light colours', { colorScheme: 'light' }],
    ['in dark colours', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
  ] as const)('%s: nothing is wrong with it', async (_, options) => {
    const { page, foreign, errors } = await openPage(browser, `${gateway.url}/`, options);
    await page.locator('details').evaluateAll((all) => {
      for (const one of all as unknown as { open: boolean }[]) {
        one.open = true;
      }
    });
    expect(await seriousFindings(page)).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    const [content, window] = widths as [number, number];
    expect(content).toBeLessThanOrEqual(window);
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  });

  test('dark and light differ', async () => {
    const colours = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await openPage(browser, `${gateway.url}/`, { colorScheme });
        return page.evaluate('getComputedStyle(document.body).backgroundColor');
      }),
    );
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(20, 23, 29)']);
  });

  test('with the keyboard alone, an endpoint opens and shows its call', async () => {
    const { page } = await openPage(browser, `${gateway.url}/`);
    const focused = page.locator('summary:focus', { hasText: 'POST /stripe/create-charge' });
    for (let presses = 0; presses < 100 && (await focused.count()) === 0; presses++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    const curl = page.locator('details[open] pre');
    expect(await curl.textContent()).toContain(`curl ${gateway.url}/stripe/create-charge`);
    expect(await curl.isVisible()).toBe(true);
  });

  test('its links lead to documents that are there', async () => {
    const { page } = await openPage(browser, `${gateway.url}/`);
    const links = await page
      .locator('a[href^="http"]')
      .evaluateAll((all) => (all as unknown as { href: string }[]).map(({ href }) => href));
    expect(links).toContain(`${gateway.url}/stripe/socket.yml`);
    for (const link of links) {
      expect([link, (await fetch(link)).status]).toEqual([link, 200]);
    }
  });
});
