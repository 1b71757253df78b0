/**
 * The arithmetic of billing. Amounts are integers in the smallest currency unit; halves are rounded away from zero.
 */
import { discountOn, percentOf, rounded } from '#sandbox/payments/coupon-discount.ts';
import { minimumCharge } from '#sandbox/payments/currencies.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';

/** Returns the part of an amount for a part of the time that it covers. */
export function prorated(amount: number, part: number, whole: number): number {
  return rounded((amount * part) / whole);
}

/** What the totals of an invoice are computed from. */
export interface Bill {
  readonly lines: readonly { readonly amount: number; readonly discountable: boolean }[];
  readonly coupon: Coupon | null;
  /** Whether a fixed coupon may exceed the amount, as it could at first. */
  readonly mayGiveCredit?: boolean;
  readonly tax_percent: number | null;
}

/** The totals of an invoice: `total` is `subtotal` minus the discount, plus tax on the rest. */
export interface Totals {
  readonly subtotal: number;
  readonly discounted: number;
  readonly tax: number | null;
  readonly total: number;
}

/** Computes the totals of an invoice. A coupon reduces only discountable lines, and by default never below zero. */
export function totalsOf({ lines, coupon, mayGiveCredit = false, tax_percent }: Bill): Totals {
  const sum = (counted: Bill['lines']) => counted.reduce((total, { amount }) => total + amount, 0);
  const subtotal = sum(lines);
  const discountable = Math.max(0, sum(lines.filter((line) => line.discountable)));
  const discounted = discountOn(discountable, coupon, mayGiveCredit ? Infinity : discountable);
  const tax = tax_percent === null ? null : percentOf(subtotal - discounted, tax_percent);
  return { subtotal, discounted, tax, total: subtotal - discounted + (tax ?? 0) };
}

/** The amount to charge for an invoice, and the customer's balance after it. */
export interface Settlement {
  readonly amount_due: number;
  readonly ending_balance: number;
}

/**
 * Settles a total against the customer's balance. An amount that is too small to charge is left for the next invoice.
 */
export function settlementOf(total: number, starting_balance: number, currency: string): Settlement {
  const due = total + starting_balance;
  return due < minimumCharge(currency)
    ? { amount_due: 0, ending_balance: due }
    : { amount_due: due, ending_balance: 0 };
}
