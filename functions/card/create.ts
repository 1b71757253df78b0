import { createCard } from '#lib/card-service/create.ts';
import * as customers from '#lib/stripe/customers.ts';
import { boolean, id, required, secret, text } from '#lib/stripe/parameters.ts';
import * as sources from '#lib/stripe/sources.ts';
import * as tokens from '#lib/stripe/tokens.ts';
import { card } from '#lib/surface/card.ts';
import { monthText, noCardNumber, yearText } from '#lib/surface/card-values.ts';

export const handler = card({
  description: 'Adds a card to the account. Its first card becomes current.',
  role: 'owner',
  arguments: {
    current: boolean('Whether it becomes the current card.', { default: false }),
    name: required(text('What the card is called; no card number.', { max: 200, example: 'Business' })),
    number: required(
      secret(
        text('The card number; all but its last four digits is cut off at once.', {
          pattern: /^\d{4}$/,
          expected: 'a card number, or its last four digits',
          example: '4242',
        }),
      ),
    ),
    month: required(monthText('The month it expires in, as the token has it.')),
    year: required(yearText('The year it expires in, as the token has it.')),
    stripeToken: required(
      secret(id('tok', 'The token that Stripe.js made of the card.', { example: 'tok_visa' })),
    ),
  },
  cut: { number: 4 },
  rules: [noCardNumber('name')],
  names: { stripeToken: 'source' },
  calls: [
    tokens.retrieve,
    customers.create,
    customers.list,
    customers.retrieve,
    customers.update,
    sources.create,
    sources.list,
    sources.retrieve,
    sources.del,
  ],
  run: ({ session, identity: { account }, values }) => createCard(session, account, values),
});
