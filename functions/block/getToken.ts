import * as tokens from '#lib/stripe/tokens.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(tokens.retrieve, {
  tokenId: 'token',
});
