import * as tokens from '#lib/stripe/tokens.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(
  tokens.create,
  {
    personalIdNumber: 'pii.personal_id_number',
  },
  {
    description: 'Creates a token, good for one use, that stands for a personal id number.',
    excluded: ['bank_account', 'card'],
  },
);
