/** The typed client in a page of the service's own origin. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ROOT } from '#lib/config/root.ts';
import { describeInBrowser, launchBrowser, openPage } from '../helpers/browser.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';

testSandbox();
const api = testApi();

/** Serves an empty page, the files of the client, and the service for all other paths. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '/', method = 'GET', headers } = request;
  if (url === '/page') {
    response.setHeader('content-type', 'text/html');
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self'",
    );
    response.end('<!doctype html><title>Shop</title><link rel="icon" href="data:,">');
    return;
  }
  if (url.startsWith('/client/')) {
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(join(ROOT, url)));
    return;
  }
  const { host, connection, 'content-length': _, ...others } = headers;
  const body = await buffer(request);
  const reply = await fetch(api.url + url, {
    method,
    headers: others as Record<string, string>,
    ...(body.length > 0 && { body }),
  });
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  response.end(Buffer.from(await reply.arrayBuffer()));
}

describeInBrowser('a page', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      answer(request, response).catch((error) => response.destroy(error as Error));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('charges a card, lists charges, and is told what was declined', async () => {
    const { page, foreign, errors } = await openPage(browser, `${origin}/page`);
    const seen = await page.evaluate(async (apiKey) => {
      const path = '/client/src/index.js';
      const { Blocks, Sockets, StripeSocketError } = (await import(
        path
      )) as typeof import('../../client/src/index.js');
      const sockets = new Sockets({ apiKey });
      const payment = { amount: 500, currency: 'usd' };
      const { id } = await sockets.createCharge({ ...payment, card: 'tok_visa' });
      const listed: string[] = [];
      for await (const charge of new Blocks({ apiKey }).getChargesList()) {
        listed.push(charge.id);
      }
      const controller = new AbortController();
      controller.abort();
      const aborted = await sockets
        .createCustomer({}, { signal: controller.signal })
        .catch((error: Error) => error.name);
      return { isListed: listed.join() === id, aborted, hasClass: StripeSocketError.name };
    }, testKey());
    expect(seen).toEqual({ isListed: true, aborted: 'AbortError', hasClass: 'StripeSocketError' });
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);

    const declined = await page.evaluate(async (apiKey) => {
      const path = '/client/src/index.js';
      const { Sockets, StripeSocketError } = (await import(
        path
      )) as typeof import('../../client/src/index.js');
      const call = new Sockets({ apiKey }).createCharge({
        amount: 500,
        currency: 'usd',
        card: 'tok_chargeDeclined',
      });
      return call.catch((error: unknown) =>
        error instanceof StripeSocketError ? { status: error.status, code: error.code } : String(error),
      );
    }, testKey());
    expect(declined).toEqual({ status: 402, code: 'card_declined' });
    // Chromium itself prints a reply with an error's status.
    expect(errors).toEqual([expect.stringContaining('402')]);
  });
});
