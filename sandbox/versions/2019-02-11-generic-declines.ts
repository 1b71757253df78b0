import { StripeError } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';

/** Stripe sends this code since December 2016. PaymentIntents are newer, so their errors always have it. */
export const gate: Gate = {
  version: '2019-02-11',
  about:
    'A decline for which the bank gives no reason has the decline_code generic_decline. (Between July and December 2016 the sandbox knows no version.)',
  errorOut: (error, operation) => {
    const { decline_code: code, ...body } = error.body;
    return code === 'generic_decline' && operation?.version === undefined
      ? new StripeError(error.status, body, { stands: error.stands })
      : error;
  },
};
