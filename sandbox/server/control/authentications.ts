/** Control route: authenticates the cardholder of an intent. */
import { boolean, id, required } from '#lib/parameters/parameters.ts';
import { authenticate } from '#sandbox/payments/confirm-intent.ts';
import { authenticateSetup } from '#sandbox/payments/confirm-setup.ts';
import { paymentIntent } from '#sandbox/payments/objects/payment-intents.ts';
import { setupIntent } from '#sandbox/payments/objects/setup-intents.ts';
import { type Control, route } from './route.ts';

export const AUTHENTICATIONS: readonly Control[] = [
  route(
    'POST',
    '/authentications',
    'Completes the authentication that an intent asks the cardholder for.',
    {
      intent: required(id('pi', 'The payment or setup intent.')),
      succeeds: boolean('Whether the cardholder is authenticated.', { default: true }),
    },
    ({ account, call }, { intent, succeeds = true }) =>
      account.journal.atomically(() => {
        const setup = call.peek(setupIntent, intent);
        const answered =
          setup === undefined
            ? authenticate(call, call.find(paymentIntent, intent, 'intent'), succeeds)
            : authenticateSetup(call, setup, succeeds);
        return { id: answered.id, status: answered.status };
      }),
  ),
];
