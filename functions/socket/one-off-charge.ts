import * as charges from '#lib/operations/charges.ts';
import { cardFields } from '#lib/operations/source-fields.ts';
import { assertValidCard, typedCode, typedNumber } from '#lib/surfaces/socket/card-number.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  charges.create,
  {
    amount: 'amount',
    currency: 'currency',
    cardnumber: { to: 'source.number', parameter: typedNumber },
    cardexpmonth: { to: 'source.exp_month', parameter: cardFields.exp_month },
    cardexpyear: { to: 'source.exp_year', parameter: cardFields.exp_year },
    cardcvc: { to: 'source.cvc', parameter: typedCode, required: true },
    description: 'description',
  },
  {
    description: 'Charges a card once, without storing it.',
    always: { 'source.object': 'card' },
    run: ({ params, stripe }) => {
      assertValidCard(params.source as Parameters<typeof assertValidCard>[0]);
      return stripe(charges.create, params);
    },
  },
);
