import * as bitcoinReceivers from '#lib/operations/bitcoin-receivers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(bitcoinReceivers.retrieve, {
  receiverId: 'id',
});
