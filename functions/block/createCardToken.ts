import * as tokens from '#lib/operations/tokens.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  tokens.create,
  {
    cardNumber: 'card.number',
    cardExpirationMonth: 'card.exp_month',
    cardExpirationYear: 'card.exp_year',
    cardCvc: 'card.cvc',
  },
  {
    description: 'Creates a single-use token for a card.',
    excluded: ['bank_account', 'pii'],
  },
);
