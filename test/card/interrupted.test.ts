import { describe, expect, test } from '@jest/globals';
import { createCard } from '#lib/card-service/create.ts';
import { updateCurrent } from '#lib/card-service/current.ts';
import { reread } from '#lib/card-service/reconcile.ts';
import { removeCard } from '#lib/card-service/remove.ts';
import type { Session } from '#lib/card-service/session.ts';
import { ArgumentError, HttpError, StripeRefusal } from '#lib/errors.ts';
import type { Received } from '../helpers/call.ts';
import {
  addCard,
  cardBench,
  cardsOf,
  cardToken,
  changesAt,
  expectAgreement,
  newAccount,
  rowsOf,
  stripe,
} from './helpers.ts';

const bench = cardBench();

class Cut extends Error {}

/** A session of which nothing can be done any more after some steps, counted in reads, writes and calls of Stripe. */
function sessionOf(steps = Number.POSITIVE_INFINITY): Session {
  const session = bench.service.session(Date.now() + 60_000);
  let left = steps;
  const counted =
    <A extends unknown[], R>(step: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (left <= 0) {
        throw new Cut();
      }
      left -= 1;
      const result = await step(...given);
      // The step was carried out, and nobody hears of it.
      if (left === 0) {
        throw new Cut();
      }
      return result;
    };
  const store = Object.fromEntries(
    Object.entries(session.store).map(([name, step]) => [name, counted(step as () => Promise<unknown>)]),
  );
  return { ...session, store: store as never, stripe: counted(session.stripe as never) as Session['stripe'] };
}

interface Story {
  /** What is there before, and what is done then. */
  prepare(account: string): Promise<(session: Session) => Promise<unknown>>;
  /** What must be so of the account's cards after it was done, cut off once or not. */
  holds(cards: Received['body'][], account: string): Promise<void> | void;
}

const wanted = { name: 'Business', number: '4242', month: 12, year: 2035 };
const customers = async () => (await stripe(bench, 'GET', '/v1/customers', { limit: '100' })).data.length;

const STORIES: Record<string, Story> = {
  'the first card': {
    prepare: async (account) => {
      const stripeToken = await cardToken(bench);
      return (session) => createCard(session, account, { ...wanted, stripeToken });
    },
    holds: (cards) => expect(cards).toHaveLength(1),
  },
  'another card, made current': {
    prepare: async (account) => {
      await addCard(bench, account);
      const stripeToken = await cardToken(bench);
      return (session) => createCard(session, account, { ...wanted, stripeToken, current: true });
    },
    holds: (cards) => {
      expect(cards.map(({ current }) => current)).toEqual([false, true]);
    },
  },
  'a card that is declined': {
    prepare: async (account) => {
      const stripeToken = await cardToken(bench, '4000000000000002');
      return (session) => createCard(session, account, { ...wanted, number: '0002', stripeToken });
    },
    holds: async (_, account) => {
      expect((await rowsOf(bench.dynamo)).filter((row) => row.includes(account))).toEqual([]);
      expect(await customers()).toBe(0);
    },
  },
  'the current card removed': {
    prepare: async (account) => {
      const { id } = await addCard(bench, account);
      await addCard(bench, account);
      return (session) => removeCard(session, account, id);
    },
    holds: (cards) => {
      expect(cards.map(({ current }) => current)).toEqual([true]);
    },
  },
  'the last card removed': {
    prepare: async (account) => {
      const { id } = await addCard(bench, account);
      return (session) => removeCard(session, account, id);
    },
    holds: (cards) => expect(cards).toEqual([]),
  },
  'another card made current': {
    prepare: async (account) => {
      await addCard(bench, account);
      const { id } = await addCard(bench, account);
      return (session) => updateCurrent(session, account, id, true);
    },
    holds: (cards) => {
      expect(cards.map(({ current }) => current)).toEqual([false, true]);
    },
  },
  'cards read again after one was deleted at Stripe': {
    prepare: async (account) => {
      await addCard(bench, account);
      await addCard(bench, account);
      const [card] = await cardsOf(account);
      await changesAt(bench).deleteCard(card);
      return (session) => reread(session, account);
    },
    holds: (cards) => {
      expect(cards.map(({ current }) => current)).toEqual([true]);
    },
  },
};

/** Refusals are an end as good as any: a card that is declined, or one that is gone already. */
function unlessRefused(error: unknown): void {
  const isRefusal =
    error instanceof StripeRefusal ||
    error instanceof ArgumentError ||
    (error instanceof HttpError && error.status === 404);
  if (!isRefusal) {
    throw error;
  }
}

describe('cut off after any of its steps, and called again', () => {
  test.each(Object.entries(STORIES))(
    '%s',
    async (_, { prepare, holds }) => {
      let cuts = 0;
      for (let steps = 1; ; steps += 1) {
        const account = newAccount();
        const run = await prepare(account);
        const wasCut = await run(sessionOf(steps)).then(
          () => false,
          (error) => {
            if (!(error instanceof Cut)) {
              unlessRefused(error);
            }
            return error instanceof Cut;
          },
        );
        if (wasCut) {
          cuts += 1;
          await run(sessionOf()).catch(unlessRefused);
        }
        await holds(await expectAgreement(bench, account), account);
        const kept = await bench.service.store.account(account);
        expect(kept?.mirrored).toBe(kept?.revision);
        if (kept?.stripeCustomerId !== undefined) {
          await stripe(bench, 'DELETE', `/v1/customers/${kept.stripeCustomerId}`);
        }
        if (!wasCut) {
          break;
        }
      }
      expect(cuts).toBeGreaterThan(5);
    },
    180_000,
  );
});

test('a call that was cut off is waited for until its time is over, and no longer', async () => {
  const account = newAccount();
  const before = await customers();
  const declined = async () => ({
    ...wanted,
    number: '0002',
    stripeToken: await cardToken(bench, '4000000000000002'),
  });
  const attached: Session = {
    ...sessionOf(),
    stripe: async (operation, ...given) => {
      if (operation.path.endsWith('/sources')) {
        throw new Cut();
      }
      return bench.service.session(Date.now() + 60_000).stripe(operation, ...given);
    },
  };
  await expect(createCard(attached, account, await declined())).rejects.toThrow(Cut);
  await expect(createCard(sessionOf(), account, await declined())).rejects.toThrow(StripeRefusal);
  expect(await customers()).toBe(before + 1);
  const kept = await bench.service.store.account(account);
  const attaching = Object.fromEntries(Object.keys(kept!.attaching!).map((id) => [id, Date.now() - 60_000]));
  expect(Object.keys(attaching)).toHaveLength(1);
  await bench.service.store.writeAccount({ ...kept!, attaching, version: kept!.version + 1 }, kept!.version);
  await expect(createCard(sessionOf(), account, await declined())).rejects.toThrow(StripeRefusal);
  expect(await customers()).toBe(before);
  expect(await bench.service.store.account(account)).toBeUndefined();
});

test('a mark that was left over is taken away when the cards are read again', async () => {
  const account = newAccount();
  const { id } = await addCard(bench, account);
  for (let steps = 1; (await cardsOf(account)).length > 0; steps += 1) {
    await removeCard(sessionOf(steps), account, id).catch(() => undefined);
  }
  await reread(sessionOf(), account);
  expect((await bench.service.store.account(account))?.removing).toBeUndefined();
});
