/** What billing keeps with the customer who pays: the currency, what is owed to or by them, and whether they are late. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { replaceDefaultSource } from '#sandbox/payments/customers.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';

/**
 * Bills a customer in a currency from now on; the first one stays.
 * @throws {StripeError} 400 when the customer was billed in another one before
 */
export function useCurrency(call: Call, id: string, currency: string): void {
  const payer = call.find(customer, id);
  if (payer.currency === null) {
    changePayer(call, payer, { currency });
  }
  checkPayersCurrency(payer, currency);
}

/** @throws {StripeError} 400 when the customer was billed in another currency before */
export function checkPayersCurrency(payer: Customer, currency: string): void {
  if (payer.currency !== null && payer.currency !== currency) {
    throw invalidRequest(
      `Can't combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${payer.currency}`,
      { param: 'currency' },
    );
  }
}

/** Takes a new source, which takes the place of the customer's default one. */
export function payWith(call: Call, id: string, given: Parameters<typeof replaceDefaultSource>[2]): void {
  replaceDefaultSource(call, id, given);
  call.announce('customer.updated', call.find(customer, id));
}

/** Adds to what a customer owes, or with a negative amount takes from it. */
export function addToBalance(call: Call, id: string, amount: number): void {
  const payer = call.peek(customer, id);
  if (payer !== undefined && amount !== 0) {
    changePayer(call, payer, { account_balance: payer.account_balance + amount });
  }
}

/** Notes whether the latest charge for an invoice of a customer failed. */
export function setDelinquent(call: Call, id: string, delinquent: boolean): void {
  const payer = call.peek(customer, id);
  if (payer !== undefined && payer.delinquent !== delinquent) {
    changePayer(call, payer, { delinquent });
  }
}

function changePayer(call: Call, payer: Customer, changes: Partial<Customer>): void {
  call.announce('customer.updated', call.change(customer, payer, changes));
}
