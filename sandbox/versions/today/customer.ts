/** Renders customers in today's form: with their sources and subscriptions only if they are expanded. */
import type Stripe from 'stripe';
import { showDiscount } from '#sandbox/billing/objects/discounts.ts';
import { formOfToday } from '#sandbox/engine/define.ts';
import type { View } from '#sandbox/engine/resource.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { source } from '#sandbox/payments/objects/sources.ts';

export const customerOfToday = formOfToday(customer, showCustomer, {
  sources: ({ id }, view) => view.sublist(source, { customer: id }, `/v1/customers/${id}/sources`),
  subscriptions: ({ id }, view) =>
    view.sublist('subscription', { live_of: id }, `/v1/customers/${id}/subscriptions`),
});

function showCustomer(customer: Customer, view: View): Stripe.Customer {
  return {
    id: customer.id,
    object: 'customer',
    address: null,
    balance: customer.account_balance,
    created: customer.created,
    currency: customer.currency,
    customer_account: null,
    default_source: customer.default_source,
    delinquent: customer.delinquent,
    description: customer.description,
    discount: showDiscount(view, customer) as unknown as Stripe.Discount | null,
    email: customer.email,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: customer.default_payment_method ?? null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: { ...customer.metadata },
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: customer.shipping as Stripe.Customer.Shipping | null,
    tax_exempt: 'none',
    test_clock: null,
  };
}
