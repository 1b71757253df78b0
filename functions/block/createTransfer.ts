import * as transfers from '#lib/operations/transfers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transfers.create, {
  amount: 'amount',
  currency: 'currency',
  destination: 'destination',
  description: 'description',
  sourceTransaction: 'source_transaction',
  statementDescriptor: 'statement_descriptor',
  sourceType: 'source_type',
  metadata: { to: 'metadata', beyondTable: true },
});
