import { describe, expect, test } from '@jest/globals';
import {
  addCard,
  atStripe,
  CARD,
  callAs,
  cardsOf,
  cardToken,
  changesAt,
  expectAgreement,
  newAccount,
  owner,
  setupCardService,
  stripe,
} from './helpers.ts';

const bench = setupCardService();

const customersAtStripe = async () =>
  (await stripe(bench, 'GET', '/v1/customers', { limit: '100' })).data.length as number;

async function create(account: string, more: object) {
  return callAs(owner(account), 'create', { ...CARD, ...more });
}

describe('create', () => {
  test('keeps a card and attaches it', async () => {
    const account = newAccount();
    const reply = await create(account, {
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

  test.each([['4242424242424242'], ['4242-4242-4242-4242'], [4242424242424242], ['4242']])(
    'takes the number as %p',
    async (number) => {
      const { status, body } = await create(newAccount(), { number, stripeToken: await cardToken(bench) });
      expect([status, body.number]).toEqual([200, '4242']);
    },
  );

  test.each([
    ['12', '35'],
    [12, 2035],
  ])('takes the expiry as %p, %p', async (month, year) => {
    const { status, body } = await create(newAccount(), { month, year, stripeToken: await cardToken(bench) });
    expect([status, body.month, body.year]).toEqual([200, '12', '2035']);
  });

  test('takes a test token of Stripe’s, each time as another card', async () => {
    const account = newAccount();
    const year = String(new Date().getUTCFullYear() + 1);
    for (const name of ['one', 'two']) {
      expect((await create(account, { name, year, stripeToken: 'tok_visa' })).status).toBe(200);
    }
    expect((await cardsOf(account)).map(({ name }) => name)).toEqual(['one', 'two']);
    await expectAgreement(bench, account);
  });

  test('makes the first card current, and another when that is wished', async () => {
    const account = newAccount();
    const first = await addCard(bench, account);
    const second = await addCard(bench, account);
    expect([first.current, second.current]).toEqual([true, false]);
    await expectAgreement(bench, account);
    const third = await addCard(bench, account, { current: true });
    expect(third.current).toBe(true);
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([false, false, true]);
    await expectAgreement(bench, account);
  });

  test('is done once for a token, however often it is called', async () => {
    const account = newAccount();
    const wanted = { stripeToken: await cardToken(bench) };
    const replies = await Promise.all([1, 2, 3, 4].map(() => create(account, wanted)));
    replies.push(await create(account, wanted));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect(await cardsOf(account)).toHaveLength(1);
    await expectAgreement(bench, account);
  });

  test('makes one customer, even when called several times at once', async () => {
    const account = newAccount();
    const before = await customersAtStripe();
    await Promise.all([1, 2, 3, 4].map(() => addCard(bench, account)));
    expect(await customersAtStripe()).toBe(before + 1);
    expect(await cardsOf(account)).toHaveLength(4);
    await expectAgreement(bench, account);
  });

  test.each([
    ['4000000000000002', 'tok', 'card_declined'],
    ['4000000000000069', 'tok', 'expired_card'],
    ['4000000000000127', 'tok', 'incorrect_cvc'],
  ])('answers 402 to a decline of %s; the customer serves the next card', async (number, _, code) => {
    const account = newAccount();
    const before = await customersAtStripe();
    const { status, body } = await create(account, {
      number: number.slice(-4),
      stripeToken: await cardToken(bench, number),
    });
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ type: 'card_error', code });
    expect(await cardsOf(account)).toEqual([]);
    const { customer } = await atStripe(bench, account);
    expect((await addCard(bench, account)).current).toBe(true);
    expect((await atStripe(bench, account)).customer).toBe(customer);
    expect(await customersAtStripe()).toBe(before + 1);
    await expectAgreement(bench, account);
  });

  test('leaves the cards alone that are attached while another one is declined', async () => {
    const account = newAccount();
    const declined = { number: '0002', stripeToken: await cardToken(bench, '4000000000000002') };
    const replies = await Promise.all([
      create(account, declined),
      addCard(bench, account),
      create(account, { ...declined, stripeToken: await cardToken(bench, '4000000000000002') }),
      addCard(bench, account),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([402, undefined, 402, undefined]);
    expect(await cardsOf(account)).toHaveLength(2);
    await expectAgreement(bench, account);
  });

  test.each([
    [{ number: '4241424142414241' }, ['number']],
    [{ month: '11' }, ['month']],
    [{ year: '2034' }, ['year']],
    [{ number: '1111', month: '1', year: '2031' }, ['number', 'month', 'year']],
  ])('refuses a card that is not the token’s: %j', async (other, names) => {
    const account = newAccount();
    const before = await customersAtStripe();
    const stripeToken = await cardToken(bench);
    const { status, body } = await create(account, { ...other, stripeToken });
    expect(status).toBe(400);
    expect((body.error.errors ?? [body.error]).map(({ param }: { param: string }) => param)).toEqual(names);
    expect(JSON.stringify(body)).not.toMatch(/\d{4}/);
    expect(await customersAtStripe()).toBe(before);
    expect((await create(account, { stripeToken })).status).toBe(200);
  });

  test('refuses a test token’s card that is another one, and leaves no card', async () => {
    const account = newAccount();
    expect((await create(account, { number: '1111', stripeToken: 'tok_visa' })).status).toBe(400);
    expect(await cardsOf(account)).toEqual([]);
    await expectAgreement(bench, account);
  });

  test.each([
    ['tok_of_nobody', 'stripeToken'],
    ['card_1', 'stripeToken'],
  ])('refuses %s, which is no token', async (stripeToken, param) => {
    const account = newAccount();
    const { status, body } = await create(account, { stripeToken });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.error.param).toBe(param);
    expect(await cardsOf(account)).toEqual([]);
  });

  test('refuses a token that does not stand for a card', async () => {
    const { id } = await stripe(bench, 'POST', '/v1/tokens', {
      'bank_account[country]': 'US',
      'bank_account[currency]': 'usd',
      'bank_account[routing_number]': '110000000',
      'bank_account[account_number]': '000123456789',
    });
    const { status, body } = await create(newAccount(), { stripeToken: id });
    expect([status, body.error.param, body.error.code]).toEqual([400, 'stripeToken', 'parameter_invalid']);
  });

  test('refuses a token whose card has been removed', async () => {
    const account = newAccount();
    const stripeToken = await cardToken(bench);
    const { body } = await create(account, { stripeToken });
    await callAs(owner(account), 'remove', { id: body.id });
    const again = await create(account, { stripeToken });
    expect([again.status, again.body.error.param]).toEqual([400, 'stripeToken']);
    expect(await cardsOf(account)).toEqual([]);
    await expectAgreement(bench, account);
  });

  test('names everything that is missing or wrong', async () => {
    const { status, body } = await callAs(owner('a1'), 'create', { number: 'abcd', month: '13', year: '1' });
    expect(status).toBe(400);
    expect(
      body.error.errors.map(({ param, code }: { param: string; code: string }) => [param, code]),
    ).toEqual([
      ['name', 'parameter_missing'],
      ['number', 'parameter_invalid'],
      ['month', 'parameter_invalid'],
      ['year', 'parameter_invalid'],
      ['stripeToken', 'parameter_missing'],
    ]);
  });

  test.each([
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    'My card 4242424242424242, blue',
    'x4242 42424242\u20114242 12/30',
    '3782 822463 10005',
    '１２ ４２４２４２４２４２４２４２４２',
    '4242.4242.4242.4242',
    '4242/4242/4242/4242',
    '4242_4242_4242_4242',
    '4242 · 4242 · 4242 · 4242',
    '4242\u200b4242\u200b4242\u200b4242',
    '%4242424242424242',
    '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢',
    '۴۲۴۲ ۴۲۴۲ ۴۲۴۲ ۴۲۴۲',
    '४२४२४२४२४२४२४२४२',
    '\u{116de}\u{116dc}'.padEnd(32, '\u{116de}\u{116dc}'),
  ])('keeps no card number as the name: %s', async (name) => {
    const account = newAccount();
    const { status, body } = await create(account, { name, stripeToken: await cardToken(bench) });
    expect([status, body.error.param]).toEqual([400, 'name']);
    expect(body.error).toMatchObject({ param: 'name', code: 'parameter_invalid' });
    expect(await cardsOf(account)).toEqual([]);
  });

  test.each(['Card 4242', 'Since 2026-11-22', '1111 1111 1111 1112', 'Order 123456'])(
    'takes the name %s',
    async (name) => {
      const { status, body } = await create(newAccount(), { name, stripeToken: await cardToken(bench) });
      expect([status, body.name]).toEqual([200, name]);
    },
  );

  test.each(['number', 'stripeToken'])('takes no %s from the URL', async (name) => {
    const { status, body } = await callAs(owner('a1'), 'create', CARD, {
      query: { [name]: '4242424242424242' },
    });
    expect(status).toBe(400);
    expect(body.error.code).toBe('secret_in_url');
    expect(body.error.message).toContain(name);
  });

  test('goes on with a new customer where the account’s was deleted at Stripe', async () => {
    const account = newAccount();
    await addCard(bench, account);
    const { customer } = await atStripe(bench, account);
    await stripe(bench, 'DELETE', `/v1/customers/${customer}`);
    const { id } = await addCard(bench, account);
    expect((await cardsOf(account)).map((card) => card.id)).toEqual([id]);
    expect((await atStripe(bench, account)).customer).not.toBe(customer);
    await expectAgreement(bench, account);
  });
});

describe('remove', () => {
  test('detaches a card and forgets it', async () => {
    const account = newAccount();
    const { id } = await addCard(bench, account);
    const { status, body } = await callAs(owner(account), 'remove', { id });
    expect([status, body.id, body.current]).toEqual([200, id, false]);
    expect(await cardsOf(account)).toEqual([]);
    expect((await atStripe(bench, account)).cards).toEqual([]);
    expect((await callAs(owner(account), 'remove', { id })).status).toBe(404);
    expect((await addCard(bench, account)).current).toBe(true);
  });

  test('makes the card current that was submitted last of the others', async () => {
    const account = newAccount();
    const cards = [
      await addCard(bench, account),
      await addCard(bench, account),
      await addCard(bench, account),
    ];
    await callAs(owner(account), 'remove', { id: cards[0].id });
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([false, true]);
    await expectAgreement(bench, account);
    await callAs(owner(account), 'remove', { id: cards[1].id });
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([true]);
    await expectAgreement(bench, account);
  });

  test('leaves the current card alone when another one is removed', async () => {
    const account = newAccount();
    const first = await addCard(bench, account);
    const second = await addCard(bench, account);
    await callAs(owner(account), 'remove', { id: second.id });
    expect((await cardsOf(account)).map(({ id, current }) => [id, current])).toEqual([[first.id, true]]);
    await expectAgreement(bench, account);
  });

  test('takes no offence at a card that is gone at Stripe', async () => {
    const account = newAccount();
    await addCard(bench, account);
    const [card] = await cardsOf(account);
    await changesAt(bench).deleteCard(card);
    expect((await callAs(owner(account), 'remove', { id: card.id })).status).toBe(200);
    expect(await cardsOf(account)).toEqual([]);
  });
});

describe('updateCurrent', () => {
  test('makes a card current, here and at Stripe', async () => {
    const account = newAccount();
    await addCard(bench, account);
    const { id } = await addCard(bench, account);
    for (const body of [{ id, current: true }, { id }, { id, current: 'true' }]) {
      const reply = await callAs(owner(account), 'updateCurrent', body);
      expect([reply.status, reply.body.id, reply.body.current]).toEqual([200, id, true]);
      await expectAgreement(bench, account);
    }
  });

  test('leaves the account without a current card, until one is made current', async () => {
    const account = newAccount();
    const { id } = await addCard(bench, account);
    const { body } = await callAs(owner(account), 'updateCurrent', { id, current: false });
    expect(body.current).toBe(false);
    expect((await addCard(bench, account)).current).toBe(false);
    await callAs({ account, role: 'admin' }, 'getStripe');
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([false, false]);
    await callAs(owner(account), 'updateCurrent', { id });
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([true, false]);
    await expectAgreement(bench, account);
  });

  test('counts no more once no card is left: the next one is the first', async () => {
    const account = newAccount();
    const first = await addCard(bench, account);
    await callAs(owner(account), 'updateCurrent', { id: first.id, current: false });
    const second = await addCard(bench, account);
    await callAs(owner(account), 'remove', { id: first.id });
    expect((await addCard(bench, account)).current).toBe(false);
    for (const { id } of await cardsOf(account)) {
      await callAs(owner(account), 'remove', { id });
    }
    expect(second.current).toBe(false);
    expect((await bench.service.store.account(account))?.cleared).toBeUndefined();
    expect((await addCard(bench, account)).current).toBe(true);
    await expectAgreement(bench, account);
  });

  test('does nothing to a card that is not current and shall not be', async () => {
    const account = newAccount();
    await addCard(bench, account);
    const { id } = await addCard(bench, account);
    expect((await callAs(owner(account), 'updateCurrent', { id, current: false })).status).toBe(200);
    expect((await cardsOf(account)).map(({ current }) => current)).toEqual([true, false]);
  });

  test('removes a card that turns out to be gone at Stripe', async () => {
    const account = newAccount();
    const first = await addCard(bench, account);
    const { id } = await addCard(bench, account);
    const card = (await cardsOf(account))[1];
    await changesAt(bench).deleteCard(card);
    expect((await callAs(owner(account), 'updateCurrent', { id })).status).toBe(404);
    expect((await cardsOf(account)).map((kept) => [kept.id, kept.current])).toEqual([[first.id, true]]);
    await expectAgreement(bench, account);
  });
});

describe('getStripe', () => {
  test('repairs what changed at Stripe: the expiry, the default, what is gone', async () => {
    const account = newAccount();
    for (const _ of [1, 2, 3]) {
      await addCard(bench, account);
    }
    const [first, second, third] = await cardsOf(account);
    const changes = changesAt(bench);
    await changes.updateCard(first, { exp_month: 3, exp_year: 2040 });
    await changes.makeDefault(second);
    await changes.deleteCard(third);
    const { status, body } = await callAs({ account, role: 'admin' }, 'getStripe');
    expect([status, body]).toEqual([204, '']);
    expect(
      (await cardsOf(account)).map(({ id, month, year, current }) => [id, month, year, current]),
    ).toEqual([
      [first.id, '3', '2040', false],
      [second.id, '12', '2035', true],
    ]);
    await expectAgreement(bench, account);
  });

  test('repairs one card', async () => {
    const account = newAccount();
    await addCard(bench, account);
    const [card] = await cardsOf(account);
    await changesAt(bench).updateCard(card, { exp_month: 3 });
    expect((await callAs({ account, role: 'admin' }, 'getStripe', { id: card.id })).status).toBe(204);
    expect((await cardsOf(account))[0].month).toBe('3');
    expect((await callAs({ account, role: 'admin' }, 'getStripe', { id: 'nope' })).status).toBe(404);
  });

  test('forgets the cards of a customer that was deleted at Stripe', async () => {
    const account = newAccount();
    await addCard(bench, account);
    await addCard(bench, account);
    await stripe(bench, 'DELETE', `/v1/customers/${(await atStripe(bench, account)).customer}`);
    expect((await callAs({ account, role: 'admin' }, 'getStripe')).status).toBe(204);
    expect(await cardsOf(account)).toEqual([]);
  });

  test('has nothing to do for an account without cards', async () => {
    expect((await callAs({ account: newAccount(), role: 'admin' }, 'getStripe')).status).toBe(204);
  });

  test('reads many cards page by page', async () => {
    const account = newAccount();
    for (let made = 0; made < 12; made += 4) {
      await Promise.all([1, 2, 3, 4].map(() => addCard(bench, account)));
    }
    expect((await callAs({ account, role: 'admin' }, 'getStripe')).status).toBe(204);
    expect(await cardsOf(account)).toHaveLength(12);
    await expectAgreement(bench, account);
  });
});
