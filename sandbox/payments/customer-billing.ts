/** What billing does when a customer changes. Payments declares this port; billing provides it. */
import type { Call } from '#sandbox/engine/call.ts';
import { port } from '#sandbox/engine/port.ts';
import type { Customer } from './objects/customers.ts';

/** Subscription parameters that a customer request can contain. */
export interface SubscriptionFields {
  readonly plan?: string;
  readonly quantity?: number;
  readonly tax_percent?: number;
  readonly trial_end?: number | 'now';
}

export interface CustomerBilling {
  /** Redeems a coupon for a customer. */
  redeem(call: Call, coupon: string, customer: Customer): void;
  /** Subscribes a customer to the plan in the fields, or changes the plan of the customer's only subscription. */
  subscribe(call: Call, customer: string, fields: SubscriptionFields): void;
  /** Retries open invoices of past-due subscriptions, after the customer's default source has changed. */
  retryPastDue(call: Call, customer: string): void;
  /** Cancels the subscriptions of a customer who is about to be deleted, and removes the discount. */
  end(call: Call, customer: Customer): void;
}

export const customerBilling = port<CustomerBilling>('customer billing');
