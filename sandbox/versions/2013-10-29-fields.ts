import { StripeError } from '../errors.ts';
import type { Gate } from './gate.ts';
import { withoutFields } from './objects.ts';

/** When fields were added is not documented; those of the recorded ones of 2013-08-13 are shown there, and no others. */
export const gate: Gate = {
  version: '2013-10-29',
  about:
    'Bank accounts say whether they are verified or disabled; errors of charges say more, and 404 has no code.',
  replyOut: withoutFields({ bank_account: ['disabled', 'verified'] }),
  errorOut: ({ status, body, stands }) => {
    const { charge: _, decline_code: __, ...shown } = body;
    const missing = status === 404 && body.param !== undefined ? { code: 'missing' } : {};
    return new StripeError(status, { ...missing, ...shown }, { stands });
  },
};
