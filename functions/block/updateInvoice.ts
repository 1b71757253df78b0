import * as invoices from '#lib/operations/invoices.ts';
import { assertUnchanged } from '#lib/surfaces/block/assert-unchanged.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  invoices.update,
  {
    invoiceId: 'invoice',
    applicationFee: 'application_fee',
    description: 'description',
    metadata: 'metadata',
    statementDescriptor: 'statement_descriptor',
    subscription: {
      parameter: invoices.create.parameters.subscription,
      description: 'The subscription of the invoice, which cannot be changed; a different one is rejected.',
    },
    forgiven: 'forgiven',
    closed: 'closed',
    taxPercent: 'tax_percent',
  },
  assertUnchanged(invoices.update, invoices.retrieve, 'subscription'),
);
