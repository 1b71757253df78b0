import * as balance from '#lib/stripe/balance.ts';
import { enumeration } from '#lib/stripe/parameters.ts';
import { rest } from '#lib/surface/rest.ts';

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
