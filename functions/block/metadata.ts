import { packagePath } from '#lib/surfaces/block/block.ts';
import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

export const handler = document({
  surface: 'block',
  path: () => packagePath,
  description: 'The metadata of the package that the blocks make up.',
  toErrorResponse: toStripeErrorResponse,
  file: new URL('metadata.json', import.meta.url),
  type: 'application/json',
});
