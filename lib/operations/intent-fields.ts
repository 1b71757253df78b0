/** Parameters that PaymentIntents and SetupIntents share. */
import { boolean, enumeration, list, object, required, text } from '#lib/parameters/parameters.ts';

/** The allowed kinds of payment methods. */
export const methodTypes = {
  allowed_payment_method_types: list(
    text('A kind of payment method.', { max: 50, example: 'card' }),
    'The kinds of payment methods that may be used; others are left out silently.',
    { example: ['card'] },
  ),
  automatic_payment_methods: object(
    {
      allow_redirects: enumeration(
        ['always', 'never'],
        'Whether methods may be used that redirect the payer.',
      ),
      enabled: required(boolean('Whether the methods enabled in the Dashboard may be used.')),
    },
    'Whether the payment methods enabled in the Dashboard may be used.',
  ),
  payment_method_types: list(
    text('A kind of payment method.', { max: 50, example: 'card' }),
    'The former name of `allowed_payment_method_types`; rejected from 2026-09-30.endive on.',
    { example: ['card'] },
  ),
};
