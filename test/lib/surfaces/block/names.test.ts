/** What Stripe says of a parameter, told of the argument that the caller sent. */
import { expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../../../helpers/call.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';

testSandbox();
const key = testKey();

async function paramOf(block: string, args: object): Promise<string> {
  const { handler } = (await readCatalogue()).find(({ file }) => file === `functions/block/${block}.ts`)!;
  const { body } = await call(handler, { key, body: { args } });
  expect(body).toMatchObject({ callback: 'error' });
  return body.contextWrites['#'].to.param;
}

const card = { number: '4242424242424241', exp_month: 12, exp_year: 2040 };

test.each([
  ['getSubscriptionList', { subscriptionId: 'sub_none' }, 'subscriptionId'],
  ['createCharge', { amount: 500, currency: 'usd', source: card }, 'source[number]'],
  ['createCharge', { amount: 500, currency: 'usd', source: 'tok_none' }, 'source'],
])('%s %j names %s', async (block, args, param) => {
  expect(await paramOf(block, args)).toBe(param);
});

test('a customer’s new card is named as it was sent', async () => {
  const { handler } = (await readCatalogue()).find(
    ({ file }) => file === 'functions/block/createCustomer.ts',
  )!;
  const made = await call(handler, { key, body: { args: { description: 'Jenny' } } });
  const customerId = made.body.contextWrites['#'].to.id;
  expect(await paramOf('createCard', { customerId, externalAccount: 'tok_none' })).toBe('externalAccount');
  expect(await paramOf('createCard', { customerId, source: 'tok_none' })).toBe('source');
});

test('empty fields of dictionaries and of what lists hold are not given', async () => {
  const { handler } = (await readCatalogue()).find(({ file }) => file === 'functions/block/createOrder.ts')!;
  const args = { currency: 'usd', items: '[{"type": "sku", "parent": "sku_none", "amount": ""}]' };
  const { body } = await call(handler, { key, body: { args } });
  expect(body.contextWrites['#'].to).toMatchObject({ status_code: 'API_ERROR' });
});
