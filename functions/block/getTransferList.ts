import * as transfers from '#lib/operations/transfers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transfers.list, {
  destination: 'destination',
  recipient: { to: 'recipient', beyondTable: true },
  recipientstatus: {
    to: 'recipient',
    yieldsTo: 'recipient',
    description: 'Only transfers to this recipient; the odd name says nothing of a status.',
  },
  status: 'status',
});
