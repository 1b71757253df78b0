import * as charges from '#lib/stripe/charges.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(charges.retrieve, {
  chargeId: 'charge',
});
