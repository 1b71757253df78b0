/** The documents that functions serve: every one can be read, from the source as after a build. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readDocument } from '#documents';
import { BUILT } from '#lib/cli/documents.ts';
import { ROOT } from '#lib/config/root.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../../helpers/call.ts';

const entries = await readCatalogue();
const served = entries.filter(({ endpoint }) => endpoint.document !== undefined);
const fileOf = (location: URL) => relative(ROOT, fileURLToPath(location));

test('each document is checked in or made, and everything that is made is served', () => {
  const files = served.map(({ endpoint }) => endpoint.document!);
  const made = files.filter((location) => !existsSync(location)).map(fileOf);
  expect(made.sort()).toEqual(Object.keys(BUILT).sort());
});

test.each(served.map((entry) => [entry.path, entry] as const))('%s is served', async (path, entry) => {
  const reply = await call(entry.handler, { path, headers: { host: 'localhost' } });
  expect(reply.status).toBe(200);
  expect(reply.body).not.toBe('');
});

test('a document that nothing makes is an error that says where to look', async () => {
  const location = new URL('../../../functions/nothing.json', import.meta.url);
  await expect(readDocument(location)).rejects.toThrow(
    'No generator for functions/nothing.json: add one to lib/cli/documents.ts.',
  );
});
