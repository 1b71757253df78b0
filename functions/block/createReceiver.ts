import * as bitcoinReceivers from '#lib/operations/bitcoin-receivers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(bitcoinReceivers.create, {
  amount: { to: 'amount', required: false },
  currency: { to: 'currency', required: false },
  email: 'email',
  description: 'description',
  metadata: 'metadata',
  refundMispayments: 'refund_mispayments',
});
