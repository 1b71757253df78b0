import { newInvoiceItem } from '#lib/connector/replies.ts';
import * as invoiceItems from '#lib/stripe/invoice-items.ts';
import { trigger } from '#lib/surface/connector-trigger.ts';

export const handler = trigger(
  {
    summary: 'When an invoice item is added',
    returns: newInvoiceItem,
    time: 'date',
    hint: 'To see it work now, add an invoice item to a customer in Stripe.',
  },
  invoiceItems.list,
);
