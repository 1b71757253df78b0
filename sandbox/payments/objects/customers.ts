/** Customers: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { source } from './sources.ts';

/** A stored customer. */
export interface Customer extends Stored {
  readonly object: 'customer';
  readonly created: number;
  readonly account_balance: number;
  readonly business_vat_id: string | null;
  readonly currency: string | null;
  readonly default_source: string | null;
  /** The payment method of invoices, before the default source. */
  readonly default_payment_method?: string | null | undefined;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly discount: string | null;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly shipping: object | null;
}

export const customer = resource<Customer>('customer', {
  id: { prefix: 'cus', length: 14 },
  expandable: { default_source: ['card', 'bank_account', 'bitcoin_receiver'] },
  render: (customer, view) => {
    const discount = view.peek('discount', customer.discount);
    return {
      id: customer.id,
      object: 'customer',
      account_balance: customer.account_balance,
      ...(customer.business_vat_id !== null && { business_vat_id: customer.business_vat_id }),
      created: customer.created,
      currency: customer.currency,
      default_source: customer.default_source,
      delinquent: customer.delinquent,
      description: customer.description,
      discount: discount === undefined ? null : view.show(discount),
      email: customer.email,
      livemode: false,
      metadata: { ...customer.metadata },
      shipping: customer.shipping,
      sources: view.sublist(source, { customer: customer.id }, `/v1/customers/${customer.id}/sources`),
      subscriptions: view.sublist(
        'subscription',
        { live_of: customer.id },
        `/v1/customers/${customer.id}/subscriptions`,
      ),
      ...(customer.default_payment_method != null && {
        invoice_settings: { default_payment_method: customer.default_payment_method },
      }),
    };
  },
});
