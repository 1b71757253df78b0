/** The calls of the card service are those of its contract. */
import { expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { addCard, callAs, newAccount, owner, setupCardService } from './helpers.ts';

const bench = setupCardService();

/** Role, path and arguments with their types; `*` marks those that must be given. */
const CONTRACT = {
  create: [
    'owner',
    'current boolean, name string*, number string*, month string*, year string*, stripeToken string*',
  ],
  find: [
    'admin',
    'filter string, hidden boolean, index string, limit integer, log boolean, next string, prev string, where string',
  ],
  get: ['admin', 'id string*'],
  remove: ['owner', 'id string*'],
  updateCurrent: ['owner', 'id string*, current boolean'],
  getStripe: ['admin', 'id string'],
};

test('each has its path, its role and its arguments', async () => {
  const entries = (await readCatalogue()).filter(({ endpoint }) => endpoint.surface === 'card');
  const found = entries.map(({ name, path, method, endpoint }) => {
    expect([method, path]).toEqual(['POST', `/card/${name}`]);
    const given = endpoint.arguments.map(
      ({ name: argument, parameter: { type }, required }) => `${argument} ${type}${required ? '*' : ''}`,
    );
    return [name, [(endpoint.manifestData as CardManifestData).role, given.join(', ')]];
  });
  expect(Object.fromEntries(found)).toEqual(CONTRACT);
});

test('each answers with the fields of its contract, in their types', async () => {
  const account = newAccount();
  const made = await addCard(bench, account);
  const fields = {
    accountId: expect.any(String),
    current: expect.any(Boolean),
    error: expect.any(String),
    failures: expect.any(Number),
    id: expect.any(String),
    name: expect.any(String),
    number: expect.any(String),
    month: expect.any(String),
    submitted: expect.any(String),
    year: expect.any(String),
  };
  const { id } = made;
  const admin = { account, role: 'admin' } as const;
  expect(made).toEqual(fields);
  expect((await callAs(admin, 'get', { id })).body).toEqual(fields);
  expect((await callAs(admin, 'find')).body).toEqual({ data: [fields] });
  expect((await callAs(owner(account), 'updateCurrent', { id })).body).toEqual(fields);
  expect((await callAs(admin, 'getStripe')).body).toBe('');
  expect((await callAs(owner(account), 'remove', { id })).body).toEqual(fields);
});
