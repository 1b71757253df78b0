/** What refunds and charges have in common, as parameters. */
import { amount, boolean, enumeration, metadata, since, text } from '#lib/parameters/parameters.ts';

/** What may be said of a refund, besides the charge. */
export const refundFields = {
  amount: amount('The amount to refund. Default: everything that has not been refunded yet.'),
  metadata: metadata(),
  reason: enumeration(['duplicate', 'fraudulent', 'requested_by_customer'], 'Why the charge is refunded.', {
    example: 'requested_by_customer',
  }),
  refund_application_fee: boolean('Whether to refund the application fee proportionally; Connect only.', {
    default: false,
  }),
  refund_address: since(
    '2015-01-11',
    text('The Bitcoin address for the refund; only for Bitcoin payments.', {
      example: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    }),
  ),
  reverse_transfer: boolean('Whether to reverse the charge’s transfer proportionally; Connect only.', {
    default: false,
  }),
};
