import { describe, expect, test } from '@jest/globals';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import { createCard } from '#lib/surfaces/card/create.ts';
import { removeCard, updateCurrent } from '#lib/surfaces/card/current.ts';
import { processEvent } from '#lib/surfaces/card/events.ts';
import { syncFromStripe } from '#lib/surfaces/card/reconcile.ts';
import type { Session } from '#lib/surfaces/card/session.ts';
import type { Received } from '../../../helpers/call.ts';
import { IS_THOROUGH } from '../../../helpers/thorough.ts';
import {
  addCard,
  cardsOf,
  cardToken,
  changesAt,
  expectAgreement,
  newAccount,
  setupCardService,
  stripe,
} from './helpers.ts';

const bench = setupCardService();

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
    holds: async (cards) => {
      expect(cards).toEqual([]);
      expect(await customers()).toBe(1);
    },
  },
  'a charge that fails': {
    prepare: async (account) => {
      const { id } = await addCard(bench, account);
      const { stripeCardId, stripeCustomerId } = (await bench.service.store.card(account, id))!;
      const object = { customer: stripeCustomerId, source: stripeCardId, failure_message: 'No.' };
      const event = { id: `evt_${id}`, type: 'charge.failed', created: 1, data: { object } };
      return (session) => processEvent(session, event);
    },
    holds: (cards) => {
      expect(cards).toMatchObject([{ failures: 1, error: 'No.' }]);
    },
  },
  'a card deleted at Stripe': {
    prepare: async (account) => {
      const { id } = await addCard(bench, account);
      const { stripeCardId, stripeCustomerId } = (await bench.service.store.card(account, id))!;
      await changesAt(bench).deleteCard({ stripeCustomerId, stripeCardId });
      const object = { id: stripeCardId, object: 'card', customer: stripeCustomerId };
      const event = { id: `evt_${id}`, type: 'customer.source.deleted', created: 1, data: { object } };
      return (session) => processEvent(session, event);
    },
    holds: (cards) => expect(cards).toEqual([]),
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
      return (session) => syncFromStripe(session, account);
    },
    holds: (cards) => {
      expect(cards.map(({ current }) => current)).toEqual([true]);
    },
  },
};

/** Refusals are an end as good as any: a card that is declined, or one that is gone already. */
function unlessRefused(error: unknown): void {
  const isRefusal =
    error instanceof StripeApiError ||
    error instanceof ArgumentError ||
    (error instanceof HttpError && error.status === 404);
  if (!isRefusal) {
    throw error;
  }
}

/** In a sample only every second step is the last one. */
const STRIDE = IS_THOROUGH ? 1 : 2;

describe('cut off after any of its steps, and called again', () => {
  test.each(Object.entries(STORIES))('%s', async (_, { prepare, holds }) => {
    let cuts = 0;
    for (let steps = 1; ; steps += STRIDE) {
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
    expect(cuts * STRIDE).toBeGreaterThan(4);
  });
});

test('a mark that was left over is taken away when the cards are read again', async () => {
  const account = newAccount();
  const { id } = await addCard(bench, account);
  for (let steps = 1; (await cardsOf(account)).length > 0; steps += 1) {
    await removeCard(sessionOf(steps), account, id).catch(() => undefined);
  }
  await syncFromStripe(sessionOf(), account);
  expect((await bench.service.store.account(account))?.removing).toBeUndefined();
});
