/** The arithmetic of billing. Amounts are integers in the smallest unit; halves are rounded away from zero. */
import { discountOn, percentOf, rounded } from '#sandbox/payments/coupon-discount.ts';
import { minimumCharge } from '#sandbox/payments/currencies.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';

/** What an amount comes to for a part of the time it was reckoned for. */
export function prorated(amount: number, part: number, whole: number): number {
  return rounded((amount * part) / whole);
}

/** What an invoice adds up from. */
export interface Bill {
  readonly lines: readonly { readonly amount: number; readonly discountable: boolean }[];
  readonly coupon: Coupon | null;
  /** Whether a coupon of an amount takes off more than there is, as it did at first. */
  readonly mayGiveCredit?: boolean;
  readonly tax_percent: number | null;
}

/** What an invoice adds up to: `total` is `subtotal`, less the discount, plus the tax on what is then left. */
export interface Totals {
  readonly subtotal: number;
  readonly discounted: number;
  readonly tax: number | null;
  readonly total: number;
}

/** Adds up an invoice. A coupon reduces the discountable lines alone, and today never to less than nothing. */
export function totalsOf({ lines, coupon, mayGiveCredit = false, tax_percent }: Bill): Totals {
  const sum = (counted: Bill['lines']) => counted.reduce((total, { amount }) => total + amount, 0);
  const subtotal = sum(lines);
  const discountable = Math.max(0, sum(lines.filter((line) => line.discountable)));
  const discounted = discountOn(discountable, coupon, mayGiveCredit ? Infinity : discountable);
  const tax = tax_percent === null ? null : percentOf(subtotal - discounted, tax_percent);
  return { subtotal, discounted, tax, total: subtotal - discounted + (tax ?? 0) };
}

/** What is charged for an invoice, and what the customer's balance is after it. */
export interface Settlement {
  readonly amount_due: number;
  readonly ending_balance: number;
}

/** Sets a total off against the customer's balance. What is too little to be charged is left for the next invoice. */
export function settlementOf(total: number, starting_balance: number, currency: string): Settlement {
  const due = total + starting_balance;
  return due < minimumCharge(currency)
    ? { amount_due: 0, ending_balance: due }
    : { amount_due: due, ending_balance: 0 };
}
