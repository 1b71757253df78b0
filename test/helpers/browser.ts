/**
 * Runs Debian's Chromium with playwright-core. If it is not installed, the tests of pages are skipped and say why.
 */
import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The path of the browser from Debian's package `chromium`, unless `CHROMIUM` is set. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Groups tests that need a browser. Without one, they are skipped and their name says why. */
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

/** Starts a browser that makes no requests of its own. Close it after the tests. */
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

/** A page, and its problems, which must be empty. */
export interface WatchedPage {
  readonly page: Page;
  /** Requested URLs that do not belong to the page's origin. */
  readonly foreign: string[];
  /** The errors on the console, including violations of the content security policy. */
  readonly errors: string[];
}

/** Opens a URL in a new context, and records errors and requests to other origins. */
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

/** Returns axe's findings in the page with the impact `serious` or `critical`. */
export async function seriousFindings(page: Page): Promise<{ id: string; targets: string[] }[]> {
  const { default: axe } = await import('axe-core');
  // Evaluated by the debugger, which the content security policy does not restrict.
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
