/** Checks invariants of an account's money that hold after any sequence of calls. */
import { isDeepStrictEqual } from 'node:util';
import type { Account } from '#sandbox/engine/account.ts';
import { Call } from '#sandbox/engine/call.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import type { Sandbox } from '#sandbox/server/sandbox.ts';
import type { Reply } from './api.ts';

/** All objects of an account by kind, as the API returns them. Invoices contain all of their lines. */
export type Books = Readonly<Record<Kind, readonly Reply[]>> & {
  readonly now: number;
  readonly balance: Reply;
};

const KINDS = [
  'application_fee',
  'balance_transaction',
  'charge',
  'coupon',
  'customer',
  'dispute',
  'fee_refund',
  'invoice',
  'invoiceitem',
  'order',
  'order_return',
  'refund',
  'sku',
  'subscription',
  'transfer',
  'transfer_reversal',
] as const;

type Kind = (typeof KINDS)[number];

/** Reads the books of an account. */
export function booksOf({ registry }: Sandbox, account: Account): Books {
  const call = new Call(account, registry, account.clock.now());
  const all = (kind: Kind) =>
    call.all(registry.resources.get(kind)!, {}).map((kept: Stored & { lines?: unknown }) => ({
      ...call.show(kept),
      ...(kind === 'invoice' && { lines: kept.lines }),
    }));
  const { operation } = registry.router('GET', '/v1/balance');
  const balance = registry.implementations.get(operation)!.behave(call, {}) as Stored;
  return {
    now: call.now,
    balance: call.show(balance),
    ...(Object.fromEntries(KINDS.map((kind) => [kind, all(kind)])) as Record<Kind, Reply[]>),
  };
}

/**
 * Checks the books of all accounts of a sandbox, including connected accounts.
 * @throws {Error} naming every discrepancy
 */
export function checkLedgers(sandbox: Sandbox, roots: Iterable<Account> = sandbox.accounts): void {
  const problems = [...roots]
    .flatMap((root) => [root, ...root.connected])
    .flatMap((account) =>
      problemsOf(booksOf(sandbox, account)).map((problem) => `${account.id}: ${problem}`),
    );
  if (problems.length > 0) {
    throw new Error(`The money does not add up:\n${problems.join('\n')}`);
  }
}

/** Returns the discrepancies in the books of an account. */
export function problemsOf(books: Books): string[] {
  const problems: string[] = [];
  const same: Same = (what, found, expected) => {
    if (!isDeepStrictEqual(found, expected)) {
      problems.push(`${what} is ${JSON.stringify(found)}, and must be ${JSON.stringify(expected)}`);
    }
  };
  for (const check of [checkBalance, checkCharges, checkShares, checkDisputes, checkInvoices, checkOrders]) {
    check(books, same);
  }
  return problems;
}

type Same = (what: string, found: unknown, expected: unknown) => void;

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const sumOf = (objects: readonly Reply[], field: string) => sum(objects.map((one) => one[field]));
const within = (amount: number, least: number, most = Infinity) => amount >= least && amount <= most;

/** The balance is the sum of the transactions. A transaction's net is its amount less its fees. */
function checkBalance({ balance, balance_transaction: transactions, now }: Books, same: Same): void {
  for (const { id, amount, fee, fee_details, net } of transactions) {
    same(`the net of ${id}`, net, amount - fee);
    same(`the fee of ${id}`, fee, sumOf(fee_details, 'amount'));
  }
  const currencies = transactions.map(({ currency }) => currency);
  for (const [part, isCounted] of [
    ['available', (on: number) => on <= now],
    ['pending', (on: number) => on > now],
  ] as const) {
    const found = new Map<string, number>(
      balance[part].map(({ currency, amount }: Reply) => [currency, amount]),
    );
    for (const currency of new Set([...currencies, ...found.keys()])) {
      const counted = transactions.filter((one) => one.currency === currency && isCounted(one.available_on));
      same(`what is ${part} in ${currency}`, found.get(currency) ?? 0, sumOf(counted, 'net'));
    }
    for (const { currency, amount, source_types } of balance[part]) {
      same(`what is ${part} in ${currency} by source`, sum(Object.values(source_types)), amount);
    }
  }
}

/**
 * The net movement of a charge is the captured amount less refunds. Partly capturing a PaymentIntent releases the
 * rest without a refund. A failed refund has returned its money.
 */
function checkCharges({ charge, refund, balance_transaction }: Books, same: Same): void {
  const movedBy = movements(balance_transaction);
  const refunds = Map.groupBy(refund, (one) => one.charge);
  for (const one of charge) {
    const { id, amount_refunded, captured, paid, refunded } = one;
    const whole = (captured && one.amount_captured) || one.amount;
    const own = refunds.get(id) ?? [];
    const standing = own.filter(({ status }) => status !== 'failed');
    same(`amount_refunded of ${id}`, amount_refunded, sumOf(standing, 'amount'));
    same(`that ${id} is refunded in bounds`, within(amount_refunded, 0, paid ? whole : 0), true);
    same(`refunded of ${id}`, refunded, paid && amount_refunded === whole);
    const moved = movedBy([id, ...own.map((refund) => refund.id)]);
    same(`what ${id} moved`, moved, paid && captured ? whole - amount_refunded : 0);
  }
  for (const one of [...charge, ...refund]) {
    same(`that ${one.id} is of more than nothing`, one.amount > 0, true);
  }
}

/** Checks transfers and their reversals, and application fees and their refunds. */
function checkShares(books: Books, same: Same): void {
  const { application_fee, balance_transaction, fee_refund, transfer, transfer_reversal } = books;
  const movedBy = movements(balance_transaction);
  const reversals = Map.groupBy(transfer_reversal, (one) => one.transfer);
  for (const { id, amount, amount_reversed, reversed, status } of transfer) {
    const own = reversals.get(id) ?? [];
    same(`amount_reversed of ${id}`, amount_reversed, sumOf(own, 'amount'));
    same(`that ${id} is reversed in bounds`, within(amount_reversed, 0, amount), true);
    same(`reversed of ${id}`, reversed, amount_reversed === amount);
    same(`reversed of ${id}, ${status}`, reversed || !['failed', 'canceled'].includes(status), true);
    const moved = movedBy([id, ...own.map((one) => one.id)]);
    same(`what ${id} moved`, moved, amount_reversed - amount);
  }
  const refunds = Map.groupBy(fee_refund, (one) => one.fee);
  for (const { id, amount, amount_refunded } of application_fee) {
    const own = refunds.get(id) ?? [];
    same(`amount_refunded of ${id}`, amount_refunded, sumOf(own, 'amount'));
    same(`that ${id} is refunded in bounds`, within(amount_refunded, 0, amount), true);
    const moved = movedBy([id, ...own.map((one) => one.id)]);
    same(`what ${id} moved`, moved, amount - amount_refunded);
  }
}

const DISPUTE_FEE = 1500;

/**
 * A dispute withdraws its amount and a fee until it is won. Disputes and refunds together never exceed the charge.
 */
function checkDisputes({ charge, dispute }: Books, same: Same): void {
  const charges = new Map(charge.map((one) => [one.id, one]));
  for (const { id, amount, balance_transactions, charge: chargeId, status } of dispute) {
    const isInquiry = balance_transactions.length === 0;
    const taken = isInquiry || status === 'won' ? 0 : amount;
    same(`what ${id} took, ${status}`, sumOf(balance_transactions, 'net'), taken && -taken - DISPUTE_FEE);
    const disputed = charges.get(chargeId);
    same(`that ${id} is in bounds`, within(taken + disputed?.amount_refunded, 0, disputed?.amount), true);
  }
}

/** An invoice is the sum of its lines, less the discount, plus tax. The customer is charged the amount due once. */
function checkInvoices({ charge, coupon, invoice, invoiceitem }: Books, same: Same): void {
  const charges = Map.groupBy(
    charge.filter((one) => one.paid && one.invoice !== null),
    (one) => one.invoice,
  );
  const items = new Map(invoiceitem.map((one) => [one.id, one]));
  for (const one of invoice) {
    const { id, amount_due, ending_balance, lines, starting_balance, subtotal, tax, total } = one;
    same(`subtotal of ${id}`, subtotal, sumOf(lines, 'amount'));
    const discounted = subtotal + (tax ?? 0) - total;
    same(`the discount of ${id}, ${discounted},`, discountsOf(one).includes(discounted), true);
    const taxed = one.tax_percent === null ? null : share(subtotal - discounted, one.tax_percent);
    same(`tax of ${id}`, tax, taxed);
    same(`amount_due of ${id} is not negative`, amount_due >= 0, true);
    if (ending_balance !== null) {
      same(`what ${id} is settled by`, amount_due + ending_balance, starting_balance + total);
    }
    const made = charges.get(id) ?? [];
    charges.delete(id);
    const isCharged = one.paid && amount_due > 0;
    same(`what was charged for ${id}`, sumOf(made, 'amount'), isCharged ? amount_due : 0);
    same(`how often ${id} was charged`, made.length, isCharged ? 1 : 0);
    same(`the charge of ${id}`, isCharged ? made[0]?.id : one.charge, one.charge);
    same(`closed of ${id}`, one.closed || !(one.paid || one.forgiven), true);
    for (const line of lines.filter(({ type }: Reply) => type === 'invoiceitem')) {
      const item = items.get(line.id);
      same(`the item of the line ${line.id}`, [item?.amount, item?.invoice], [line.amount, id]);
    }
  }
  same('charges for invoices that do not exist', [...charges.keys()], []);
  for (const { id, created, duration, times_redeemed } of coupon) {
    const reduced = invoice.filter(
      ({ discount, subtotal, tax, total }) =>
        discount?.coupon.id === id && discount.coupon.created === created && total < subtotal + (tax ?? 0),
    );
    same(
      `that ${id} counts for each redemption once`,
      duration !== 'once' || reduced.length <= times_redeemed,
      true,
    );
  }
  const billed = new Set(invoice.flatMap((one) => one.lines.map(({ id }: Reply) => id)));
  for (const { id, invoice: invoiceId } of invoiceitem) {
    same(`that ${id} is on an invoice`, billed.has(id), invoiceId !== null);
  }
}

/** Returns the possible amounts of a discount. Before 2013-10-29, the amount off could exceed the total. */
export function discountsOf({ discount, lines }: Reply): number[] {
  const discountable = Math.max(
    0,
    sumOf(
      lines.filter((line: Reply) => line.discountable),
      'amount',
    ),
  );
  const { amount_off, percent_off } = discount?.coupon ?? {};
  return discount === null
    ? [0]
    : amount_off === null
      ? [share(discountable, percent_off)]
      : [Math.min(amount_off, discountable), amount_off];
}

/** Returns a percentage of an amount, with halves rounded away from zero. */
function share(amount: number, percent: number): number {
  const exact = (amount * Math.round(percent * 10_000)) / 1_000_000;
  return Math.sign(exact) * Math.round(Math.abs(exact)) || 0;
}

/** An order is the sum of its lines. Its charge covers all of it, and returns refund no more than that. */
function checkOrders({ charge, order, order_return, refund, sku, coupon }: Books, same: Same): void {
  const charges = new Map(charge.map((one) => [one.id, one]));
  const refunds = new Map(refund.map((one) => [one.id, one]));
  const returns = Map.groupBy(order_return, (one) => one.order);
  const chargedFor = Map.groupBy(
    charge.filter((one) => one.paid),
    (one) => one.order,
  );
  for (const { id, amount, amount_returned, charge: chargeId, items, status } of order) {
    same(`amount of ${id}`, amount, sumOf(items, 'amount'));
    const own = returns.get(id) ?? [];
    same(`amount_returned of ${id}`, amount_returned ?? 0, sumOf(own, 'amount'));
    same(`that ${id} and its returns are in bounds`, within(amount, 0) && amount_returned <= amount, true);
    const made = (chargedFor.get(id) ?? []).map((one) => one.id);
    same(`the charges of ${id}`, made, chargeId === null ? [] : [chargeId]);
    same(`what was charged for ${id}`, charges.get(chargeId)?.amount ?? amount, amount);
    const isBack = status === 'returned' || (status === 'canceled' && own.length > 0);
    const [ordered, back] = [goodsIn([{ items }]), goodsIn(own)];
    same(`the goods that are back of ${id}, ${status}`, isBack ? back : ordered, ordered);
    same(`that no more than ordered is back of ${id}`, back <= ordered, true);
    for (const { id: returned, amount: worth, items: lines, refund: refundId } of own) {
      same(`amount of ${returned}`, worth, sumOf(lines, 'amount'));
      same(`the refund of ${returned}`, refunds.get(refundId)?.amount ?? 0, chargeId === null ? 0 : worth);
      same(`that ${returned} is not negative`, worth >= 0, true);
    }
  }
  for (const { id, inventory } of sku) {
    same(`that ${id} is not oversold`, (inventory.quantity ?? 0) >= 0, true);
  }
  for (const { id, max_redemptions, times_redeemed } of coupon) {
    same(`that ${id} is not overused`, times_redeemed <= (max_redemptions ?? Infinity), true);
  }
}

/** Counts the goods on the lines of orders or returns. */
function goodsIn(objects: readonly Reply[]): number {
  return sum(objects.flatMap(({ items }) => items.map(({ quantity }: Reply) => quantity ?? 0)));
}

/** Sums the transactions of some sources. */
function movements(transactions: readonly Reply[]): (sources: readonly string[]) => number {
  const bySource = Map.groupBy(transactions, (one) => one.source);
  return (sources) =>
    sumOf(
      sources.flatMap((id) => bySource.get(id) ?? []),
      'amount',
    );
}
