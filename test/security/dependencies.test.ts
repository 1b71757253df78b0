/** What is deployed of other people's code: nothing that runs when it is installed, nothing under terms that bind us. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { bundledPackages } from '#lib/deploy/dependencies.ts';
import { listFunctions } from '#lib/endpoint/catalogue.ts';
import { ROOT } from '../helpers/command.ts';

const LICENSES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

let packages: Awaited<ReturnType<typeof bundledPackages>>;
let names: string[];

beforeAll(async () => {
  packages = await bundledPackages(await listFunctions());
  names = packages.map(({ name }) => name);
});

test('the packages in the bundles', () => {
  expect(names).toEqual(expect.arrayContaining(['@middy/core', 'stripe', 'valibot']));
  expect(packages.filter(({ license }) => !LICENSES.includes(license))).toEqual([]);
  expect(packages.filter(({ installs }) => installs)).toEqual([]);
  expect(names).toEqual([...new Set(names)]);
});

test('no package that is installed for development only is deployed', async () => {
  const { packages: locked } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  expect(names.filter((name) => locked[`node_modules/${name}`]?.dev === true)).toEqual([]);
});
