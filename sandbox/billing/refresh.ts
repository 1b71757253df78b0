/** Adding an open invoice up anew, after what is on it has changed. */
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { type Invoice, invoice } from '#sandbox/billing/objects/invoices.ts';
import type { Line } from '#sandbox/billing/objects/lines.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { lineOfItem } from './lines.ts';
import { settlementOf, totalsOf } from './money.ts';
import { addToBalance } from './payer.ts';

/** Brings the lines and the totals of an invoice up to date. */
export function refresh(call: Call, current: Invoice): Invoice {
  const lines = currentLines(current.lines, call.all(invoiceItem, { invoice: current.id }));
  const { discount, tax_percent } = current;
  const { subtotal, tax, total } = totalsOf({ lines, coupon: discount?.coupon ?? null, tax_percent });
  return call.change(invoice, current, { lines, subtotal, tax, total, ...resettle(call, current, total) });
}

/** Lines keep their places; those of items that were added later follow, oldest first. */
function currentLines(lines: readonly Line[], items: readonly InvoiceItem[]): Line[] {
  const left = new Map(items.map((item) => [item.id, lineOfItem(item)]));
  const kept = lines.flatMap((line) => {
    const current = line.type === 'subscription' ? line : left.get(line.id);
    left.delete(line.id);
    return current ?? [];
  });
  return [...kept, ...left.values()];
}

/** An invoice that was set off against the customer's balance already is set off again, from the same balance. */
function resettle(
  call: Call,
  { customer, currency, starting_balance, ending_balance }: Invoice,
  total: number,
): Partial<Invoice> {
  if (starting_balance === null || ending_balance === null) {
    return {};
  }
  const settled = settlementOf(total, starting_balance, currency);
  addToBalance(call, customer, settled.ending_balance - ending_balance);
  return settled;
}
