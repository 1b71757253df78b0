/** A small run of `npm run test:fuzz`: every endpoint of every surface whose callers bring a key. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { readCatalogue } from '#lib/catalogue.ts';
import { fuzzEndpoint, keyHolders } from './endpoints.ts';
import { type Stage, startStage } from './upstream.ts';

const entries = (await readCatalogue()).filter(
  ({ endpoint }) => !['card', 'webhook'].includes(endpoint.surface),
);
let stage: Stage;
beforeAll(async () => {
  stage = await startStage('fuzz');
  process.env['STRIPE_API_BASE'] = stage.url;
});
afterAll(() => stage.close());

describe('nothing that is sent does harm', () => {
  test.each(entries.map((entry) => [`${entry.method} ${entry.path}`, entry] as const))('%s', (_, entry) =>
    fuzzEndpoint(entry, stage, keyHolders, { cases: 60, seed: 1 }),
  );
});
