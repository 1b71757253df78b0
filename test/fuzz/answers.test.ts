/** A small run of `npm run test:fuzz -- --only upstream`: every endpoint that calls Stripe, with answers made up. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { WAYS } from '../helpers/ways.ts';
import { type Cards, startAnswerCards } from './answer-cards.ts';
import { callsStripe, ENVIRONMENT, fuzzAnswers, withKeys } from './answer-cases.ts';
import { type AnswerStage, startAnswerStage } from './answer-stage.ts';
import { takeWayHere } from './ways.ts';

const entries = (await readCatalogue()).filter(callsStripe);
let stage: AnswerStage;
let cards: Cards;
beforeAll(async () => {
  Object.assign(process.env, ENVIRONMENT);
  stage = await startAnswerStage('fuzz');
  cards = await startAnswerCards(stage);
});
afterAll(() => Promise.all([stage.close(), cards.close()]));

test('an answer to every call was recorded', () => {
  expect(stage.missing).toEqual([]);
});

describe.each(WAYS)('whatever is answered, the truth is told, with %s', (way) => {
  beforeAll(() => takeWayHere(way));

  test.each(entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const))(
    '%s',
    async (_, entry) => {
      const isOfCards = ['card', 'webhook'].includes(entry.endpoint.surface);
      const caller = isOfCards ? cards.caller(entry) : withKeys(entry);
      await fuzzAnswers(entry, stage, caller, { cases: 3, seed: 1 });
    },
  );
});
