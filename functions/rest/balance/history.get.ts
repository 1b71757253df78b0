import * as balance from '#lib/operations/balance.ts';
import { enumeration } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

const TYPES = [
  'charge',
  'refund',
  'adjustment',
  'application_fee',
  'application_fee_refund',
  'transfer',
  'transfer_failure',
] as const;

export const handler = rest(balance.history, {
  type: { parameter: enumeration(TYPES, 'Only transactions of this type.') },
});
