/** A small run of `npm run test:fuzz`: every endpoint of every surface. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { WAYS } from '../helpers/ways.ts';
import { eventsOf, startCards } from './cards.ts';
import { type Callers, fuzzEndpoint, isFuzzed, keyHolders } from './endpoints.ts';
import { type Stage, startStage } from './upstream.ts';
import { takeWayHere } from './ways.ts';

const RUN = { cases: 6, seed: 1 };
const entries = (await readCatalogue()).filter(isFuzzed);
let stage: Stage;
let cards: { callers: Callers; close(): Promise<void> };
beforeAll(async () => {
  stage = await startStage('fuzz');
  process.env['STRIPE_API_BASE'] = stage.url;
  cards = await startCards(stage.url);
});
afterAll(() => Promise.all([stage.close(), cards.close()]));

describe.each(WAYS)('nothing that is sent does harm, with %s', (way) => {
  beforeAll(() => takeWayHere(way));

  test.each(entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const))(
    '%s',
    async (_, entry) => {
      const ofCards = ['card', 'webhook'].includes(entry.endpoint.surface);
      await fuzzEndpoint(entry, stage, ofCards ? cards.callers : keyHolders, RUN);
      if (entry.endpoint.surface === 'webhook') {
        await fuzzEndpoint(entry, stage, cards.callers, RUN, eventsOf(entry));
      }
    },
  );
});
