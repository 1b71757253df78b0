import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { newInvoiceItem } from '#lib/surfaces/connector/replies.ts';
import { trigger } from '#lib/surfaces/connector/trigger.ts';

export const handler = trigger(
  {
    summary: 'When an invoice item is added',
    returns: newInvoiceItem,
    time: 'date',
    triggerHint: 'To see it work now, add an invoice item to a customer in Stripe.',
  },
  invoiceItems.list,
);
