import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import * as tokens from '#lib/operations/tokens.ts';
import { boolean, id, required, secret, text } from '#lib/parameters/parameters.ts';
import { card } from '#lib/surfaces/card/card.ts';
import { createCard } from '#lib/surfaces/card/create.ts';
import { monthText, noCardNumber, yearText } from '#lib/surfaces/card/values.ts';

export const handler = card({
  description: 'Adds a card to the account. Its first card becomes current.',
  role: 'owner',
  arguments: {
    current: boolean('Whether to make it the current card.', { default: false }),
    name: required(text('A name for the card, without card numbers.', { max: 200, example: 'Business' })),
    number: required(
      secret(
        text('The card number, of which only the last four digits are kept.', {
          pattern: /^\d{4}$/,
          expected: 'a card number, or its last four digits',
          example: '4242',
        }),
      ),
    ),
    month: required(monthText('The expiry month, which must match the token’s.')),
    year: required(yearText('The expiry year, which must match the token’s.')),
    stripeToken: required(secret(id('tok', 'The card token from Stripe.js.', { example: 'tok_visa' }))),
  },
  cut: { number: 4 },
  rules: [noCardNumber('name')],
  names: { stripeToken: 'source' },
  operations: [
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
  returns: 'card',
  run: ({ session, identity: { account }, values }) => createCard(session, account, values),
});
