/** The card service through the client, over HTTP. */
import { describe, expect, test } from '@jest/globals';
import { Cards, StripeSocketError } from '../../client/src/index.js';
import {
  CARD,
  cardToken,
  expectAgreement,
  newAccount,
  setupCardService,
  tokenOf,
} from '../lib/surfaces/card/helpers.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { rejectionOf } from './service.ts';

const bench = setupCardService();
const api = testApi();

const cardsOf = (account: string, role: 'owner' | 'admin' | 'user' = 'owner') =>
  new Cards({ baseUrl: api.url, token: () => tokenOf({ account, role }) });

describe('cards', () => {
  test('are added, read, made current and removed', async () => {
    const account = newAccount();
    const cards = cardsOf(account);
    const first = await cards.create({ ...CARD, stripeToken: await cardToken(bench) });
    expect(first).toMatchObject({ accountId: account, current: true, number: '4242' });
    const second = await cards.create({ ...CARD, name: 'Travel', stripeToken: await cardToken(bench) });
    expect(second).toMatchObject({ current: false, name: 'Travel' });
    expect(await cards.updateCurrent({ id: second.id })).toMatchObject({ id: second.id, current: true });
    expect(await cards.get({ id: first.id })).toEqual({ ...first, current: false });
    expect(await cards.getStripe()).toBeUndefined();
    expect(await cards.remove({ id: second.id })).toMatchObject({ id: second.id });
    expect(await cards.get({ id: first.id })).toEqual(first);
    await expectAgreement(bench, account);
  });

  test('are found, page by page, in either direction', async () => {
    const cards = cardsOf(newAccount());
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) {
      await cards.create({ ...CARD, name, stripeToken: await cardToken(bench) });
    }
    const page = await cards.find({ limit: 2, hidden: true });
    expect(page.data).toMatchObject([
      { name: 'a', stripeCardId: expect.any(String) },
      { name: 'b', stripeCustomerId: expect.stringMatching(/^cus_/) },
    ]);
    const found = [];
    for await (const { name } of cards.find({ limit: 2 })) {
      found.push(name);
    }
    expect(found).toEqual(names);
    const { next } = await cards.find({ limit: 3 });
    const { prev } = await cards.find({ limit: 3, next: next! });
    const before = [];
    for await (const { name } of cards.find({ limit: 2, prev: prev! })) {
      before.push(name);
    }
    expect(before).toEqual(['c', 'b', 'a']);
  });

  test('are not shown to a role that is too small', async () => {
    const error = await rejectionOf(cardsOf(newAccount(), 'user').find());
    expect(error).toBeInstanceOf(StripeSocketError);
    expect(error).toMatchObject({ status: 403, type: 'invalid_request_error', retryable: false });
  });

  test('are declined as Stripe declines them', async () => {
    const cards = cardsOf(newAccount());
    const stripeToken = await cardToken(bench, '4000000000000002');
    const error = await rejectionOf(cards.create({ ...CARD, number: '0002', stripeToken }));
    expect(error).toMatchObject({ status: 402, type: 'card_error', code: 'card_declined' });
  });
});
