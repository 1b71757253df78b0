import * as charges from '#lib/operations/charges.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(charges.retrieve, {
  chargeId: 'charge',
});
