import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(invoiceItems.retrieve);
