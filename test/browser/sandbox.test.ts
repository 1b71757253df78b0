/** The sandbox's page in a real browser: what is charged by the API appears, and what the page does arrives. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { RunningSandbox } from '#sandbox/server/server.ts';
import {
  describeInBrowser,
  launchBrowser,
  openPage,
  seriousFindings,
  type WatchedPage,
} from '../helpers/browser.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { openAt, refusal, type TestAccount } from '../sandbox/helpers.ts';

/** What is there once a view has been loaded. */
const VIEWS = {
  log: '.rows > li',
  objects: '.rows > li',
  events: '.rows > li',
  time: 'strong time',
  balance: 'canvas',
  settings: '#webhooks ~ .rows',
};
const DAY = 86_400;

describeInBrowser('the page of the sandbox', () => {
  let browser: Browser;
  let sandbox: RunningSandbox;
  const opened: WatchedPage[] = [];
  const servers: Server[] = [];

  beforeAll(async () => {
    [browser, sandbox] = await Promise.all([launchBrowser(), startSandbox({ port: 0 })]);
  });
  afterEach(async () => {
    for (const { page, foreign, errors } of opened.splice(0)) {
      await page.context().close();
      expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
    }
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  /** Opens the page, signed in by a key. Whatever happens, it must ask nobody else and violate no policy. */
  async function open(key: string, options: BrowserContextOptions = {}): Promise<Page> {
    const watched = await openPage(browser, sandbox.url, options);
    opened.push(watched);
    const { page } = watched;
    await page.getByLabel('Secret key').fill(key);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('live', { exact: true }).waitFor();
    return page;
  }

  const rows = (page: Page) => page.locator('.rows > li');
  const go = (page: Page, view: string) => page.getByRole('link', { name: view, exact: true }).click();
  const pay = ({ stripe }: TestAccount, source = 'tok_visa') =>
    stripe.charges.create({ amount: 500, currency: 'usd', source });

  test('shows a charge when it is made, and a decline, with parameters and replies', async () => {
    const account = openAt(sandbox.url);
    const page = await open(account.key);
    await page.getByText('No requests yet').waitFor();
    const charge = await pay(account);
    await rows(page).filter({ hasText: charge.id }).waitFor();
    await refusal(pay(account, 'tok_chargeDeclined'));
    const declined = rows(page).filter({ hasText: 'card_declined' });
    await declined.click();
    await page.getByRole('region', { name: 'Reply' }).getByText('Your card was declined.').waitFor();
    expect(await page.getByRole('region', { name: 'Parameters' }).textContent()).toContain(
      '"source": "tok_…"',
    );
    await page.getByLabel('Status').selectOption('4xx');
    expect(await rows(page).count()).toBe(1);
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('Path, id or text').fill(charge.id);
    await rows(page).first().click();
    await page.getByRole('region', { name: 'Reply' }).getByRole('link', { name: charge.id }).first().click();
    const shown = await page.getByRole('region', { name: `JSON of ${charge.id}` }).textContent();
    expect(JSON.parse(shown!)).toEqual(JSON.parse(JSON.stringify(charge)));
    await page.getByRole('region', { name: 'Timeline' }).getByText('charge.succeeded').waitFor();
    const related = page.getByRole('region', { name: 'Related objects' });
    await related.getByText(String(charge.balance_transaction)).click();
    await page.getByRole('heading', { name: String(charge.balance_transaction) }).waitFor();
  });

  test('advances the clock until a subscription renews', async () => {
    const account = openAt(sandbox.url);
    const { stripe, call } = account;
    const customer = await stripe.customers.create({ source: 'tok_visa' });
    await call('POST', '/v1/plans', {
      id: 'gold',
      amount: 900,
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
    });
    await call('POST', '/v1/subscriptions', { customer: customer.id, plan: 'gold' });
    const page = await open(account.key);
    await go(page, 'Clock');
    await page.getByText('subscription.').first().waitFor();
    await page.getByRole('button', { name: 'Advance 31 days' }).click();
    await page.getByText(/31 d.* ahead of this machine/).waitFor();
    await page.getByLabel('Days').fill('1');
    await page.getByRole('button', { name: 'Advance', exact: true }).click();
    await page.getByText(/32 d.* ahead of this machine/).waitFor();
    await go(page, 'Objects');
    await page.getByRole('link', { name: 'invoice 2' }).click();
    await rows(page).nth(1).waitFor();
    await go(page, 'Balance');
    await page.getByText(/^1688 in total/).waitFor();
    await page.locator('canvas').waitFor();
  });

  test('sends an event again to a receiver that was broken', async () => {
    const account = openAt(sandbox.url);
    let status = 500;
    const server = createServer((_, response) => response.writeHead(status).end('the database is gone'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const page = await open(account.key);
    await go(page, 'Settings');
    await page.getByLabel('URL').fill(url);
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByRole('button', { name: `Remove ${url}` }).waitFor();
    await go(page, 'Events');
    await page.getByLabel('Type').last().fill('customer.created');
    await page.getByRole('button', { name: 'Trigger' }).click();
    await page.getByText('the database is gone').waitFor();
    expect(await rows(page).first().textContent()).toContain('pending');
    status = 200;
    await page.getByRole('button', { name: 'Resend' }).click();
    await page.locator('.detail').getByText('succeeded').waitFor();
    await rows(page).filter({ hasText: 'succeeded' }).waitFor();
  });

  test('makes faults, changes policies, and says what went wrong', async () => {
    const account = openAt(sandbox.url);
    const page = await open(account.key);
    await go(page, 'Settings');
    await page.getByRole('button', { name: 'Add fault' }).click();
    await page.getByText('0 hit of 1').waitFor();
    expect(await refusal(pay(account))).toMatchObject({ status: 503 });
    const changed = page.waitForResponse(
      (response) => response.request().postData() === '{"card_tokens":false}',
    );
    await page.getByLabel('card tokens').click();
    await changed;
    expect(await refusal(pay(account))).toMatchObject({ status: 400 });
    await page.getByLabel('Load from a file').setInputFiles({
      name: 'state.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format": 1}'),
    });
    await page.getByText(/^Invalid state/).waitFor();
    // The console tells of every reply that is no success.
    opened[0]!.errors.splice(0);
  });

  test('saves an account, empties it after a question, and loads it again', async () => {
    const account = openAt(sandbox.url);
    await account.stripe.customers.create({ description: 'kept' });
    const page = await open(account.key);
    await go(page, 'Settings');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save to a file' }).click();
    const file = await (await downloading).path();
    const customers = async () => (await account.stripe.customers.list()).data.length;
    await page.getByRole('button', { name: 'Empty the account' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await customers()).toBe(1);
    await page.getByRole('button', { name: 'Empty the account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Empty the account' }).click();
    await page.getByText('The account was reset.').waitFor();
    expect(await customers()).toBe(0);
    await page.getByLabel('Load from a file').setInputFiles(file);
    await page.getByText('The state was loaded.').waitFor();
    expect(await customers()).toBe(1);
  });

  test('shows all accounts to whoever has the token, which stays in no address', async () => {
    const [one, other] = [openAt(sandbox.url), openAt(sandbox.url)];
    const watched = await openPage(browser, sandbox.page);
    opened.push(watched);
    const { page } = watched;
    await page.getByText('live', { exact: true }).waitFor();
    expect(page.url()).toBe(`${sandbox.url}/#/log`);
    const charges = [await pay(one), await pay(other)];
    for (const { id } of charges) {
      await rows(page).filter({ hasText: id }).waitFor();
    }
    const { id } = (await other.call('GET', '/_sandbox/accounts')).data[0];
    await go(page, 'Objects');
    await page.getByRole('button', { name: `Open ${id}` }).click();
    await page.getByRole('link', { name: 'charge 1' }).click();
    await rows(page).filter({ hasText: charges[1]!.id }).waitFor();
    await page.reload();
    await rows(page).filter({ hasText: charges[1]!.id }).waitFor();
  });

  test('shows strangers’ text as text, and goes on where a record is odd', async () => {
    const account = openAt(sandbox.url);
    const evil = '<img src=x onerror=alert(1)><b>bold</b>';
    const odd = await account.stripe.customers.create({ description: evil });
    await account.stripe.customers.create({ description: 'plain' });
    const page = await open(account.key);
    await go(page, 'Objects');
    await page.getByText(evil).waitFor();
    expect(await page.locator('main img, main b').count()).toBe(0);
    await page.route('**/_sandbox/objects?type=customer*', async (route) => {
      const reply = await (await route.fetch()).json();
      reply.data = [{ object: 'customer', created: 1e300, amount: {}, description: [] }, null, ...reply.data];
      await route.fulfill({ json: reply });
    });
    await account.stripe.customers.create({ description: 'another' });
    await page.getByText('This could not be displayed').waitFor();
    await rows(page).filter({ hasText: odd.id }).waitFor();
  });

  test('is used with the keyboard alone', async () => {
    const account = openAt(sandbox.url);
    const charges = [await pay(account), await pay(account)];
    const watched = await openPage(browser, sandbox.url);
    opened.push(watched);
    const { page } = watched;
    const press = (...keys: string[]) =>
      keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
    await press('Tab', 'Control+A');
    await page.keyboard.type(account.key);
    await press('Enter');
    await rows(page).nth(1).waitFor();
    await press('/');
    await page.keyboard.type('charges');
    await press('Tab', 'Tab', 'Tab', 'ArrowDown', 'ArrowUp', 'ArrowDown', 'Enter');
    await page.getByRole('region', { name: 'Reply' }).getByText(charges[0]!.id).first().waitFor();
    await page.getByRole('link', { name: 'Settings' }).focus();
    await press('Enter');
    const reset = page.getByRole('button', { name: 'Reset to the initial state' });
    await reset.focus();
    const dialog = page.getByRole('dialog');
    await press('Enter');
    await dialog.waitFor();
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await account.stripe.charges.list()).data).toHaveLength(2);
    await press('Enter');
    await dialog.waitFor();
    await press('Tab', 'Enter');
    await page.getByText('The account was reset.').waitFor();
    expect((await account.stripe.charges.list()).data).toEqual([]);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('has no serious finding and fits, %s at %d px', async (colorScheme, width) => {
    const account = openAt(sandbox.url);
    await account.call('POST', '/_sandbox/webhooks', { url: 'http://127.0.0.1:1/', secret: 'whsec_test' });
    const charge = await pay(account);
    await account.advance(3 * DAY);
    const [event] = (await account.call('GET', '/_sandbox/events')).data;
    const [request] = (await account.call('GET', '/_sandbox/requests')).data;
    const page = await open(account.key, { colorScheme, viewport: { width, height: 800 } });
    const evaluate = (script: string) => page.evaluate(script);
    expect(await evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      colorScheme === 'dark' ? 'rgb(20, 22, 27)' : 'rgb(255, 255, 255)',
    );
    const views = {
      ...VIEWS,
      [`log/${request.id}`]: '.detail pre',
      [`object/${charge.id}`]: 'main pre',
      [`events/${event.id}`]: '.detail pre',
    };
    for (const [view, loaded] of Object.entries(views)) {
      await evaluate(`location.hash = '#/${view}'`);
      await page.locator(loaded).first().waitFor();
      expect({
        view,
        findings: await seriousFindings(page),
        width: await evaluate('document.documentElement.scrollWidth'),
      }).toEqual({ view, findings: [], width });
    }
  });
});
