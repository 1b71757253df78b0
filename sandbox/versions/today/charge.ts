/** Renders charges in today's form. */
import type Stripe from 'stripe';
import { formOfToday } from '#sandbox/engine/define.ts';
import type { View } from '#sandbox/engine/resource.ts';
import { billingOf, capturedOf, methodDetailsOf } from '#sandbox/payments/objects/charge-details.ts';
import { type Charge, charge, isRefunded, showSource } from '#sandbox/payments/objects/charges.ts';
import { refund } from '#sandbox/payments/objects/refunds.ts';

export const chargeOfToday = formOfToday(charge, showCharge, {
  refunds: ({ id }, view) => view.sublist(refund, { charge: id }, `/v1/charges/${id}/refunds`),
});

function showCharge(charge: Charge, view: View): Stripe.Charge {
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: capturedOf(charge),
    amount_refunded: charge.amount_refunded,
    application: null,
    application_fee: charge.application_fee,
    application_fee_amount: charge.application_fee_amount,
    balance_transaction: charge.balance_transaction,
    billing_details: billingOf(charge),
    calculated_statement_descriptor: null,
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    disputed: charge.dispute !== null,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: { ...charge.fraud_details },
    livemode: false,
    metadata: { ...charge.metadata },
    on_behalf_of: charge.on_behalf_of ?? null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      ...(charge.outcome as Pick<
        Stripe.Charge.Outcome,
        'network_status' | 'reason' | 'seller_message' | 'type'
      >),
    },
    paid: charge.paid,
    payment_intent: charge.payment_intent ?? null,
    payment_method: charge.source.id,
    payment_method_details: methodDetailsOf(charge),
    receipt_email: charge.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: isRefunded(charge),
    review: null,
    shipping: charge.shipping as Stripe.Charge.Shipping | null,
    source: showSource(charge, view) as Stripe.CustomerSource | null,
    source_transfer: charge.source_transfer,
    statement_descriptor: charge.statement_descriptor,
    statement_descriptor_suffix: charge.statement_descriptor_suffix ?? null,
    status: charge.status,
    ...(charge.transfer !== null && { transfer: charge.transfer }),
    transfer_data:
      charge.destination === null
        ? null
        : { amount: charge.transfer_amount ?? null, destination: charge.destination },
    transfer_group: charge.transfer_group ?? null,
  };
}
