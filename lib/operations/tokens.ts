/** Tokens: https://stripe.com/docs/api/tokens as of 2016-07-06. */
import { createToken } from '#lib/operations/bridges/tokens/create.ts';
import { retrieveToken } from '#lib/operations/bridges/tokens/retrieve.ts';
import { either, id, object, required, secret, text } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { scriptFacts } from './shared.ts';
import { bankAccountFields, cardFields } from './source-fields.ts';

export const createParameters = {
  bank_account: secret(
    either(
      id('ba', 'The id of a bank account of `customer`; Connect only.'),
      object(bankAccountFields, 'A bank account.'),
      'The bank account that the token stands for.',
      {
        example: {
          country: 'US',
          currency: 'usd',
          account_number: '000123456789',
          routing_number: '110000000',
        },
      },
    ),
  ),
  card: secret(
    either(
      id('card', 'The id of a card of `customer`; Connect only.'),
      object(cardFields, 'A card.'),
      'The card that the token stands for.',
      { example: { number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '123' } },
    ),
  ),
  customer: id('cus', 'A customer of the platform to make the token from; Connect only.'),
  ...scriptFacts,
  request_id: text('The ID that a script assigned to its request; not returned.', { example: '1' }),
  pii: secret(
    object(
      {
        personal_id_number: secret(
          text('The personal id number, e.g. a social security number.', { example: '000000000' }),
        ),
      },
      'The personal data that the token stands for; used when an account’s holder is verified.',
    ),
  ),
};

export const create = operation(
  'POST',
  '/v1/tokens',
  {
    description:
      'Creates a token, good for one use, that stands for a card, a bank account or a personal id number; give exactly one of them.',
    returns: 'token',
    bridge: createToken,
  },
  createParameters,
);

export const retrieveParameters = {
  token: required(secret(id('tok', 'The token.', { example: 'tok_189fTS2eZvKYlo2CcYJIOGkr' }))),
};

export const retrieve = operation(
  'GET',
  '/v1/tokens/{token}',
  { description: 'Retrieves a token.', returns: 'token', bridge: retrieveToken },
  retrieveParameters,
);
