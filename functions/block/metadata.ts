import { readFile } from 'node:fs/promises';
import { packagePath } from '#lib/surface/block.ts';
import { document } from '#lib/surface/document.ts';
import { failAsStripe } from '#lib/surface/stripe-errors.ts';

export const handler = document(
  {
    surface: 'block',
    path: () => packagePath,
    description: 'The metadata of the package that the blocks make up.',
    type: 'application/json',
    fail: failAsStripe,
  },
  () => readFile(new URL('metadata.json', import.meta.url), 'utf8'),
);
