import * as tokens from '#lib/operations/tokens.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(tokens.retrieve, {
  tokenId: 'token',
});
