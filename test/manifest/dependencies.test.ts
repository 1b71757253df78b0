/** What is deployed of other people's packages, and where package.json has it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listFunctions } from '#lib/catalogue.ts';
import { bundledPackages } from '#lib/manifest/dependencies.ts';
import { ROOT } from '../helpers/command.ts';

test('no package that is installed for development only is deployed', async () => {
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  const deployed = await bundledPackages(await listFunctions());
  const names = deployed.map(({ name }) => name);
  expect(names).toContain('stripe');
  expect(names.filter((name) => packages[`node_modules/${name}`]?.dev === true)).toEqual([]);
}, 60_000);
