import { describe, expect, test } from '@jest/globals';
import {
  addCard,
  atStripe,
  CARD,
  callAs,
  cardBench,
  cardsOf,
  cardToken,
  newAccount,
  owner,
  stripe,
} from './helpers.ts';

const bench = cardBench();

describe('create', () => {
  test('keeps a card and attaches it', async () => {
    const account = newAccount();
    const reply = await callAs(owner(account), 'create', {
      ...CARD,
      number: '4242 4242 4242 4242',
      stripeToken: await cardToken(bench),
    });
    expect(reply.body).toEqual({
      accountId: account,
      current: true,
      error: '',
      failures: 0,
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      name: 'Business',
      number: '4242',
      month: '12',
      submitted: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      year: '2035',
    });
    expect(reply.status).toBe(200);
    const [card] = await cardsOf(account);
    expect(await atStripe(bench, account)).toEqual({
      customer: card.stripeCustomerId,
      default: card.stripeCardId,
      cards: [card.stripeCardId],
    });
  });
});
