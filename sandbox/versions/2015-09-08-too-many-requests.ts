import { StripeError } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2015-09-08',
  about: 'Too many requests are answered with the status 429 instead of 400 and the code rate_limit.',
  errorOut: (error) =>
    error.status === 429
      ? new StripeError(400, {
          type: 'invalid_request_error',
          message: error.body.message,
          code: 'rate_limit',
        })
      : error,
};
