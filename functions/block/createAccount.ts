import { atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import * as accounts from '#lib/operations/accounts.ts';
import { enumeration } from '#lib/parameters/parameters.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  accounts.create,
  {
    country: 'country',
    email: 'email',
    managed: 'managed',
    // Stripe renamed managed accounts to custom ones in May 2017, after the version that blocks call.
    type: {
      to: 'managed',
      parameter: enumeration(
        ['standard', 'custom'],
        'The name in later versions of Stripe: `custom` is managed, `standard` is not.',
        // Later versions of the package capitalized these.
        { anyCase: true },
      ),
      convert: (type: 'standard' | 'custom') => ({ managed: type === 'custom' }),
      beyondTable: true,
    },
  },
  { rules: [atMostOneOf('managed', 'type')] },
);
