import { StripeError } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

const CALLS = [
  'POST /v1/tokens',
  'POST /v1/customers/{customer}/cards',
  'POST /v1/customers/{customer}/sources',
  'POST /v1/customers/{customer}/bank_accounts',
  'POST /v1/recipients/{recipient}/cards',
  'POST /v1/accounts/{account}/bank_accounts',
  'POST /v1/accounts/{account}/external_accounts',
];

export const gate: Gate = {
  version: '2015-10-12',
  about: 'Invalid fields of cards and bank accounts are answered with the status 400 instead of 402.',
  errorOut: (error, operation) =>
    isOf(operation, ...CALLS) && error.status === 400 && error.body.param?.includes('[')
      ? new StripeError(402, { ...error.body, type: 'card_error' })
      : error,
};
