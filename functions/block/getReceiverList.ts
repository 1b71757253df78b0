import * as bitcoinReceivers from '#lib/stripe/bitcoin-receivers.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(bitcoinReceivers.list, {});
