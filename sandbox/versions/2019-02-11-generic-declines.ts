import { StripeError } from '../errors.ts';
import type { Gate } from './gate.ts';

/** Intents have always said it. */
export const gate: Gate = {
  version: '2019-02-11',
  about:
    'A generic decline says so in decline_code. (Stripe added that in December 2016, without a version.)',
  errorOut: (error, operation) => {
    const { decline_code, ...others } = error.body;
    return decline_code === 'generic_decline' && operation?.version === undefined
      ? new StripeError(error.status, others, { stands: error.stands })
      : error;
  },
};
