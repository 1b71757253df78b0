import * as invoices from '#lib/operations/invoices.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(invoices.retrieve);
