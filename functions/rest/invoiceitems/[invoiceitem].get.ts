import * as invoiceItems from '#lib/stripe/invoice-items.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(invoiceItems.retrieve, {}, ['DELETE']);
