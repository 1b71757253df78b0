import * as invoices from '#lib/stripe/invoices.ts';
import { block } from '#lib/surface/block.ts';
import { agreeing } from '#lib/surface/block-agreement.ts';

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
      description: 'The subscription that the invoice is for, which cannot change; another one is refused.',
    },
    forgiven: 'forgiven',
    closed: 'closed',
    taxPercent: 'tax_percent',
  },
  agreeing(invoices.update, invoices.retrieve, 'subscription'),
);
