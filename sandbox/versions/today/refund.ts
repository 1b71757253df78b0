/** Renders refunds in today's form. */
import type Stripe from 'stripe';
import { formOfToday } from '#sandbox/engine/define.ts';
import { type Refund, refund } from '#sandbox/payments/objects/refunds.ts';

export const refundOfToday = formOfToday(refund, showRefund);

function showRefund(refund: Refund): Stripe.Refund {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.balance_transaction,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    ...(refund.failure_balance_transaction !== undefined && {
      failure_balance_transaction: refund.failure_balance_transaction,
      failure_reason: 'expired_or_canceled_card',
    }),
    metadata: { ...refund.metadata },
    payment_intent: refund.payment_intent ?? null,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status ?? 'succeeded',
    transfer_reversal: null,
  };
}
