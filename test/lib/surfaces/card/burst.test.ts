import { expect, test } from '@jest/globals';
import {
  addCard,
  CARD,
  callAs,
  cardsOf,
  cardToken,
  expectAgreement,
  newAccount,
  owner,
  setupCardService,
} from './helpers.ts';

const bench = setupCardService();

/** The same choices in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('80 calls at once on 8 accounts leave what Stripe has, and one current card at most', async () => {
  const random = generator(20261122);
  const accounts = Array.from({ length: 8 }, newAccount);
  const cards = new Map<string, string[]>();
  for (const [index, account] of accounts.entries()) {
    const made = await Promise.all(Array.from({ length: index % 4 }, () => addCard(bench, account)));
    cards.set(
      account,
      made.map(({ id }) => id),
    );
  }
  const tokens = await Promise.all(Array.from({ length: 80 }, () => cardToken(bench)));
  const calls = tokens.map((stripeToken, index) => {
    const account = accounts[index % accounts.length]!;
    const known = cards.get(account)!;
    const id = known[random(Math.max(1, known.length))];
    const choice = id === undefined ? 0 : random(10);
    if (choice < 4) {
      return callAs(owner(account), 'create', { ...CARD, stripeToken, current: random(2) === 0 });
    }
    if (choice < 7) {
      return callAs(owner(account), 'updateCurrent', { id });
    }
    return choice < 9
      ? callAs(owner(account), 'remove', { id })
      : callAs({ account, role: 'admin' }, 'getStripe', random(2) === 0 ? {} : { id });
  });
  const replies = await Promise.all(calls);
  const others = replies.filter(({ status }) => ![200, 204, 404, 409].includes(status));
  expect(others.map(({ status, body }) => [status, body])).toEqual([]);
  expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThan(40);
  for (const account of accounts) {
    await expectAgreement(bench, account);
    expect(await bench.service.store.account(account)).not.toMatchObject({ removing: expect.anything() });
  }
});

test('of many cards made current at once, one is', async () => {
  const account = newAccount();
  const made = await Promise.all(Array.from({ length: 8 }, () => addCard(bench, account, { current: true })));
  await expectAgreement(bench, account);
  for (let round = 0; round < 2; round += 1) {
    const replies = await Promise.all(
      made.map(({ id }, index) => callAs(owner(account), 'updateCurrent', { id, current: index !== round })),
    );
    expect(replies.map(({ status }) => status)).toEqual(made.map(() => 200));
    const current = (await cardsOf(account)).filter((card) => card.current);
    expect(current.length).toBeLessThanOrEqual(1);
    await expectAgreement(bench, account);
  }
});

test('all cards removed at once leave none, and no mark', async () => {
  const account = newAccount();
  const made = await Promise.all(Array.from({ length: 8 }, () => addCard(bench, account)));
  const replies = await Promise.all(
    [...made, ...made].map(({ id }) => callAs(owner(account), 'remove', { id })),
  );
  expect(replies.filter(({ status }) => ![200, 404].includes(status))).toEqual([]);
  expect(await cardsOf(account)).toEqual([]);
  await expectAgreement(bench, account);
  const kept = await bench.service.store.account(account);
  expect([kept?.current, kept?.removing]).toEqual([undefined, undefined]);
  expect((await addCard(bench, account)).current).toBe(true);
});
