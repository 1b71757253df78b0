import { atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { cardFields } from '#lib/operations/source-fields.ts';
import * as sources from '#lib/operations/sources.ts';
import { cardBlock } from '#lib/surfaces/block/card-block.ts';

export const handler = cardBlock(
  externalAccounts.update,
  sources.update,
  {
    cardId: { to: 'id', description: 'The card.', example: externalAccounts.EXAMPLE_CARD },
    addressCity: 'address_city',
    addressCountry: 'address_country',
    addressLine1: 'address_line1',
    addressLine2: 'address_line2',
    addressState: 'address_state',
    addressZip: 'address_zip',
    defaultForCurrency: { to: 'default_for_currency', parameter: cardFields.default_for_currency },
    expMonth: 'exp_month',
    expYear: 'exp_year',
    metadata: 'metadata',
    name: 'name',
  },
  {
    description: 'Updates a card of a customer or a managed account.',
    rules: [atMostOneOf('customerId', 'defaultForCurrency')],
  },
);
