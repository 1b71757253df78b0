/** Recomputes an open invoice after its items have changed. */
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { type Invoice, invoice } from '#sandbox/billing/objects/invoices.ts';
import type { Line } from '#sandbox/billing/objects/lines.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { lineOfItem } from './lines.ts';
import { settlementOf, totalsOf } from './money.ts';
import { addToBalance } from './payer.ts';

/** Updates the lines and totals of an invoice. */
export function refresh(call: Call, current: Invoice): Invoice {
  const lines = currentLines(current.lines, call.all(invoiceItem, { invoice: current.id }));
  const { discount, tax_percent } = current;
  const { subtotal, tax, total } = totalsOf({ lines, coupon: discount?.coupon ?? null, tax_percent });
  return call.change(invoice, current, { lines, subtotal, tax, total, ...resettle(call, current, total) });
}

/** Lines keep their order. Items that were added later follow, oldest first. */
function currentLines(lines: readonly Line[], items: readonly InvoiceItem[]): Line[] {
  const left = new Map(items.map((item) => [item.id, lineOfItem(item)]));
  const kept = lines.flatMap((line) => {
    const current = line.type === 'subscription' ? line : left.get(line.id);
    left.delete(line.id);
    return current ?? [];
  });
  return [...kept, ...left.values()];
}

/** Settles an invoice again, against the same starting balance, if it was settled before. */
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
