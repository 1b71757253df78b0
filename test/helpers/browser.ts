/** Debian's Chromium, driven by playwright-core. Tests of pages are skipped, and say so, where it is not installed. */
import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Where Debian's package `chromium` puts the browser; `CHROMIUM` names another. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Groups tests that need a browser. Without one they are skipped, with the reason in their name. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  if (existsSync(CHROMIUM)) {
    describe(name, tests);
  } else {
    describe.skip(
      `${name} (skipped: ${CHROMIUM} is not installed; on Debian: apt-get install chromium)`,
      tests,
    );
  }
};

/** Starts a browser that looks up nothing by itself. Close it when the tests are done. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page, with everything about it that a test must find empty. */
export interface WatchedPage {
  readonly page: Page;
  /** URLs that were requested outside of the page's own origin. */
  readonly foreign: string[];
  /** What the console printed as errors, violations of the content security policy among them. */
  readonly errors: string[];
}

/** Opens `url` in a context of its own and notes requests to other origins and errors from then on. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const { origin } = new URL(url);
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const requested = new URL(request.url());
    if (requested.origin !== origin && requested.protocol.startsWith('http')) {
      foreign.push(request.url());
    }
  });
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(message.text());
    }
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  return { page, foreign, errors };
}

/** What axe finds in the page, of the impacts that count: `serious` and `critical`. */
export async function seriousFindings(page: Page): Promise<{ id: string; targets: string[] }[]> {
  const { default: axe } = await import('axe-core');
  // Evaluated through the debugger, so the page's content security policy does not concern it.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; impact: string; nodes: { target: unknown[] }[] }[] }>;
      };
    };
    return (await run.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target.join(' ')) }));
}
