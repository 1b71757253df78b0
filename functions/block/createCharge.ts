import * as charges from '#lib/operations/charges.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  charges.create,
  {
    amount: 'amount',
    currency: 'currency',
    capture: 'capture',
    description: 'description',
    receiptEmail: 'receipt_email',
    customer: 'customer',
    source: 'source',
    statementDescriptor: 'statement_descriptor',
    metadata: { to: 'metadata', beyondTable: true },
    applicationFee: { to: 'application_fee', beyondTable: true },
  },
  {
    // Stripe's description of 2017 has even undocumented parameters of this call, but not this one.
    rejects: {
      fraudDetails: 'Stripe accepts it only for a charge that exists; use updateCharge.',
      fraud_details: 'Stripe accepts it only for a charge that exists; use updateCharge.',
    },
  },
);
