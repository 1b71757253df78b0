import * as tokens from '#lib/operations/tokens.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  tokens.create,
  {
    personalIdNumber: 'pii.personal_id_number',
  },
  {
    description: 'Creates a single-use token for a personal ID number.',
    excluded: ['bank_account', 'card'],
  },
);
