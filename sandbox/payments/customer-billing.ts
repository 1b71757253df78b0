/** What billing does when a customer changes; payments declares it, billing provides it. */
import type { Call } from '#sandbox/engine/call.ts';
import { port } from '#sandbox/engine/port.ts';
import type { Customer } from './objects/customers.ts';

/** What of a subscription can be given with its customer. */
export interface SubscriptionFields {
  readonly plan?: string;
  readonly quantity?: number;
  readonly tax_percent?: number;
  readonly trial_end?: number | 'now';
}

export interface CustomerBilling {
  /** Redeems a coupon for a customer. */
  redeem(call: Call, coupon: string, customer: Customer): void;
  /** Subscribes a customer to the plan in the fields, or changes the customer's only subscription to it. */
  subscribe(call: Call, customer: string, fields: SubscriptionFields): void;
  /** Tries open invoices of past-due subscriptions again, after the customer's default source has changed. */
  retryPastDue(call: Call, customer: string): void;
  /** Cancels the subscriptions of a customer that is about to be deleted, and removes the discount. */
  end(call: Call, customer: Customer): void;
}

export const customerBilling = port<CustomerBilling>('customer billing');
