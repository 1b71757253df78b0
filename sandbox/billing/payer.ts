/** The billing state of a customer: the currency, the balance, and whether a payment is overdue. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { replaceDefaultSource } from '#sandbox/payments/customers.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';

/**
 * Sets the currency of a customer's bills; it never changes.
 * @throws {StripeError} 400 when the customer has been billed in another one
 */
export function useCurrency(call: Call, id: string, currency: string): void {
  const payer = call.find(customer, id);
  if (payer.currency === null) {
    changePayer(call, payer, { currency });
  }
  checkPayersCurrency(payer, currency);
}

/** @throws {StripeError} 400 when the customer has been billed in another currency */
export function checkPayersCurrency(payer: Customer, currency: string): void {
  if (payer.currency !== null && payer.currency !== currency) {
    throw invalidRequest(
      `Can't combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${payer.currency}`,
      { param: 'currency' },
    );
  }
}

/** Adds a source and makes it the customer's default. */
export function payWith(call: Call, id: string, given: Parameters<typeof replaceDefaultSource>[2]): void {
  replaceDefaultSource(call, id, given);
  call.announce('customer.updated', call.find(customer, id));
}

/** Increases what a customer owes, or with a negative amount decreases it. */
export function addToBalance(call: Call, id: string, amount: number): void {
  const payer = call.peek(customer, id);
  if (payer !== undefined && amount !== 0) {
    changePayer(call, payer, { account_balance: payer.account_balance + amount });
  }
}

/** Records whether the latest charge for an invoice of a customer failed. */
export function setDelinquent(call: Call, id: string, delinquent: boolean): void {
  const payer = call.peek(customer, id);
  if (payer !== undefined && payer.delinquent !== delinquent) {
    changePayer(call, payer, { delinquent });
  }
}

function changePayer(call: Call, payer: Customer, changes: Partial<Customer>): void {
  call.announce('customer.updated', call.change(customer, payer, changes));
}
