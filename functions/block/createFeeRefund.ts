import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(feeRefunds.create, {
  appId: {
    to: 'id',
    description: 'The application fee to refund; not an application, whatever the name says.',
  },
  amount: 'amount',
  metadata: 'metadata',
});
