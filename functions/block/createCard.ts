import { atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { cardFields } from '#lib/operations/source-fields.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardBlock } from '#lib/surfaces/block/card-block.ts';

export const handler = cardBlock(
  externalAccounts.create,
  sources.create,
  {
    externalAccount: {
      to: 'external_account',
      alsoTo: ['source'],
      required: false,
      description: 'The card: a token or a card dictionary.',
      example: 'tok_visa_debit',
    },
    source: {
      to: 'external_account',
      alsoTo: ['source'],
      yieldsTo: 'externalAccount',
      required: false,
      description: 'Another name for `externalAccount`, which takes precedence if both are sent.',
    },
    defaultForCurrency: { to: 'default_for_currency', parameter: cardFields.default_for_currency },
    metadata: 'metadata',
  },
  {
    description: 'Adds a card to a customer, or a debit card to a managed account.',
    rules: [atMostOneOf('customerId', 'defaultForCurrency')],
  },
);
