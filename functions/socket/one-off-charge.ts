import { refuseWrongCard, typedCode, typedNumber } from '#lib/card.ts';
import * as charges from '#lib/stripe/charges.ts';
import { cardFields } from '#lib/stripe/source-fields.ts';
import { socket } from '#lib/surface/socket.ts';

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
      refuseWrongCard(params.source as Parameters<typeof refuseWrongCard>[0]);
      return stripe(charges.create, params);
    },
  },
);
