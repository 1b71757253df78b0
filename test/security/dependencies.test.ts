/** What is deployed of other people's code: nothing that runs when it is installed, nothing under terms that bind us. */
import { expect, test } from '@jest/globals';
import { listFunctions } from '#lib/catalogue.ts';
import { bundledPackages } from '#lib/manifest/dependencies.ts';

const LICENSES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

test('the packages in the bundles', async () => {
  const packages = await bundledPackages(await listFunctions());
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@middy/core', 'stripe', 'valibot']),
  );
  expect(packages.filter(({ license }) => !LICENSES.includes(license))).toEqual([]);
  expect(packages.filter(({ installs }) => installs)).toEqual([]);
  const names = packages.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
}, 60_000);
