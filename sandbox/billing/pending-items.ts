/** Invoice items that wait for an invoice. */
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';

export const MOST_ITEMS = 250;

/** The maximum number of items on an invoice; there was none at first. */
export function mostItems(call: Call): number {
  return call.hasFlag('invoices have at most 250 items') ? MOST_ITEMS : Infinity;
}

/** Removes an item that is not on an invoice any more. */
export function removeItem(call: Call, removed: InvoiceItem): void {
  call.announce('invoiceitem.deleted', removed);
  call.remove(invoiceItem, removed);
}

/**
 * Returns the pending items for an invoice, newest first: those for any subscription, and those for its own. An
 * invoice without a subscription takes all of them.
 */
export function pendingItems(
  call: Call,
  payer: string,
  billed: Pick<Subscription, 'id'> | 'any',
): InvoiceItem[] {
  const pending = call.newest(invoiceItem, { pending_of: payer });
  const taken =
    billed === 'any'
      ? pending
      : pending.filter(({ subscription }) => subscription === null || subscription === billed.id);
  return taken.slice(-mostItems(call));
}
