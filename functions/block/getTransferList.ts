import * as transfers from '#lib/stripe/transfers.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(transfers.list, {
  destination: 'destination',
  recipientstatus: {
    to: 'recipient',
    description: 'Only transfers to this recipient; the odd name says nothing of a status.',
  },
  status: 'status',
});
