import * as invoices from '#lib/stripe/invoices.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(invoices.retrieve, {}, ['POST']);
