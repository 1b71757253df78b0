import * as tokens from '#lib/operations/tokens.ts';
import { block } from '#lib/surfaces/block/block.ts';

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
